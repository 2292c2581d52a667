import type { SessionDirectory } from '../../ownership/session-directory.js';
import type { SessionOwner } from '../../ownership/session-owner.js';
import type { Operation } from '../../sessions/operations.js';
import type { HttpRequest } from '../http-request.js';

/** Names in the paths of routes below a project. */
export type SessionParam = 'sessionId' | 'connectionId' | 'streamId';

/** The value of a name that the route's path has. */
export function param({ params }: HttpRequest, name: SessionParam): string {
  return params[name] ?? '';
}

/** @throws RequestRejected 404 if the session does not exist or is not the caller's; 503 if it cannot be asked. */
export function ownerOf(sessions: SessionDirectory, request: HttpRequest): Promise<SessionOwner> {
  return sessions.owner({ partnerId: request.projectKey, sessionId: param(request, 'sessionId') });
}

/** Does something in a session as the project's administrator. @throws RequestRejected */
export async function performIn(owner: SessionOwner, operation: Operation): Promise<void> {
  await owner.perform('administrator', operation, () => undefined);
}
