import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { forceDisconnect } from '../../sessions/membership.js';
import { checkQuery } from '../check-input.js';
import type { HttpContext } from '../http-context.js';
import { sessionOf } from './session-params.js';
import type { SessionRequest } from './session-params.js';

/** A number in a query, which is text. */
const wholeNumber = (least: number, most: number) =>
  v.pipe(v.string(), v.digits(), v.transform(Number), v.minValue(least), v.maxValue(most));

/** Which connections to list: the range and the defaults that the public API has. */
const range = v.object({
  offset: v.optional(wholeNumber(0, Number.MAX_SAFE_INTEGER), '0'),
  count: v.optional(wholeNumber(1, 1000), '50'),
});

/** List of a session's connections; force disconnect. */
export function connectionRoutes(app: FastifyInstance, context: HttpContext): void {
  app.get('/session/:sessionId/connection', (request: SessionRequest, reply) => {
    const session = sessionOf(context.sessions, request);
    const { offset, count } = checkQuery(range, request.query);
    const items = [...session.members.values()].slice(offset, offset + count).map(({ info }) => ({
      connectionId: info.id,
      connectionState: 'Connected',
      createdAt: info.creationTime,
    }));
    const { partnerId: projectId, sessionId } = session.address;
    return reply.send({ count: session.members.size, projectId, sessionId, items });
  });

  app.delete('/session/:sessionId/connection/:connectionId', (request: SessionRequest, reply) => {
    const session = sessionOf(context.sessions, request);
    context.deliver(session, forceDisconnect(session, 'owner', request.params.connectionId));
    return reply.code(204).send();
  });
}
