import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { boolean, listOf, optional, string } from '../../../common/validation/index.js';
import { limits } from '../../../protocol/index.js';
import type { SessionRecord } from '../../sessions/session.js';
import { checkBody } from '../check-input.js';
import type { HttpContext } from '../http-context.js';
import { ownerOf, performIn } from './session-params.js';
import type { SessionRequest } from './session-params.js';

const streamIds = optional(listOf(string(limits.idChars), limits.muteExcluded));
const body = v.object({
  active: boolean,
  excludedStreamIds: streamIds,
  // The Node SDK's option has this spelling and goes out unchanged.
  excudedStreamIds: streamIds,
});

/** Force mute of a stream or of the session. */
export function muteRoutes(app: FastifyInstance, context: HttpContext): void {
  app.post('/session/:sessionId/mute', async (request: SessionRequest, reply) => {
    const owner = await ownerOf(context.sessions, request);
    const { active, excludedStreamIds, excudedStreamIds } = checkBody(body, request.body);
    const excluded = excludedStreamIds ?? excudedStreamIds ?? [];
    await performIn(owner, { kind: 'mute-session', active, excluded });
    return reply.send(describeProject(owner.record));
  });

  app.post('/session/:sessionId/stream/:streamId/mute', async (request: SessionRequest, reply) => {
    const owner = await ownerOf(context.sessions, request);
    await performIn(owner, { kind: 'mute-stream', streamId: request.params.streamId });
    return reply.send(describeProject(owner.record));
  });
}

/** The response to mute requests describes the project. */
function describeProject({ address, creationTime }: SessionRecord): object {
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
