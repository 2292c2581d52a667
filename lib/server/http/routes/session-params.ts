import type { FastifyRequest } from 'fastify';
import type { SessionRegistry } from '../../sessions/session-registry.js';
import type { Session } from '../../sessions/session.js';

/** Parts of the path below a project. */
export interface SessionParams {
  readonly sessionId: string;
  readonly connectionId: string;
  readonly streamId: string;
}

/** A request whose path names a session and perhaps something in it. */
export type SessionRequest = FastifyRequest<{ Params: SessionParams }>;

/** @throws RequestRejected 404 if the session does not exist or is not the caller's. */
export function sessionOf(sessions: SessionRegistry, request: SessionRequest): Session {
  return sessions.find({
    partnerId: request.projectKey,
    sessionId: request.params.sessionId,
  });
}
