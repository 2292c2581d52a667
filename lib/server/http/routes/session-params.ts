import type { FastifyRequest } from 'fastify';
import type { SessionDirectory } from '../../ownership/session-directory.js';
import type { SessionOwner } from '../../ownership/session-owner.js';
import type { Operation } from '../../sessions/operations.js';

/** Parts of the path below a project. */
export interface SessionParams {
  readonly sessionId: string;
  readonly connectionId: string;
  readonly streamId: string;
}

/** A request whose path names a session and perhaps something in it. */
export type SessionRequest = FastifyRequest<{ Params: SessionParams }>;

/** @throws RequestRejected 404 if the session does not exist or is not the caller's; 503 if it cannot be asked. */
export function ownerOf(
  sessions: SessionDirectory,
  { projectKey, params }: SessionRequest,
): Promise<SessionOwner> {
  return sessions.owner({ partnerId: projectKey, sessionId: params.sessionId });
}

/** Does something in a session as the project's administrator. @throws RequestRejected */
export async function performIn(owner: SessionOwner, operation: Operation): Promise<void> {
  await owner.perform('administrator', operation, () => undefined);
}
