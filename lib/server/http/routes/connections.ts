import type { FastifyInstance } from 'fastify';
import { forceDisconnect } from '../../sessions/membership.js';
import type { HttpContext } from '../http-context.js';
import { sessionOf } from './session-params.js';
import type { SessionRequest } from './session-params.js';

/** List of a session's connections; force disconnect. */
export function connectionRoutes(app: FastifyInstance, context: HttpContext): void {
  app.get('/session/:sessionId/connection', (request: SessionRequest, reply) => {
    const session = sessionOf(context.sessions, request);
    const items = [...session.members.values()].map(({ info }) => ({
      connectionId: info.id,
      connectionState: 'Connected',
      createdAt: info.creationTime,
    }));
    const { partnerId: projectId, sessionId } = session.address;
    return reply.send({ count: items.length, projectId, sessionId, items });
  });

  app.delete('/session/:sessionId/connection/:connectionId', (request: SessionRequest, reply) => {
    const session = sessionOf(context.sessions, request);
    context.deliver(session, forceDisconnect(session, 'owner', request.params.connectionId));
    return reply.code(204).send();
  });
}
