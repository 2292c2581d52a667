import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { limits } from '../../../protocol/index.js';
import { muteSession, muteStream } from '../../sessions/muting.js';
import type { Session } from '../../sessions/session.js';
import { checkBody } from '../check-input.js';
import type { HttpContext } from '../http-context.js';
import { sessionOf } from './session-params.js';
import type { SessionRequest } from './session-params.js';

const excluded = v.optional(
  v.pipe(
    v.array(v.pipe(v.string(), v.maxLength(limits.idChars))),
    v.maxLength(limits.muteExcluded),
  ),
);
const body = v.object({
  active: v.boolean(),
  excludedStreamIds: excluded,
  // The Node SDK's option has this spelling and goes out unchanged.
  excudedStreamIds: excluded,
});

/** Force mute of a stream or of the session. */
export function muteRoutes(app: FastifyInstance, context: HttpContext): void {
  app.post('/session/:sessionId/mute', (request: SessionRequest, reply) => {
    const session = sessionOf(context.sessions, request);
    const { active, excludedStreamIds, excudedStreamIds } = checkBody(body, request.body);
    const mute = { active, excluded: excludedStreamIds ?? excudedStreamIds ?? [] };
    context.deliver(session, muteSession(session, 'owner', mute));
    return reply.send(projectOf(session));
  });

  app.post('/session/:sessionId/stream/:streamId/mute', (request: SessionRequest, reply) => {
    const session = sessionOf(context.sessions, request);
    context.deliver(session, muteStream(session, 'owner', request.params.streamId));
    return reply.send(projectOf(session));
  });
}

/** The reply to mute requests describes the project. */
function projectOf({ address, creationTime }: Session): object {
  const { partnerId } = address;
  return {
    applicationId: partnerId,
    projectId: partnerId,
    status: 'ACTIVE',
    name: '',
    environment: 'standard',
    createdAt: creationTime,
  };
}
