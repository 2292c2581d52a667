import * as v from 'valibot';
import { listOf, string } from '../../../common/validation/index.js';
import { castBoolean, limits } from '../../../protocol/index.js';
import type { SessionRecord } from '../../sessions/session.js';
import { checkBody } from '../check-input.js';
import type { HttpContext } from '../http-context.js';
import { json } from '../http-request.js';
import type { HttpRoutes } from '../http-routes.js';
import { ownerOf, param, performIn } from './session-params.js';

const streamIds = v.nullish(listOf(string(limits.idChars), limits.muteExcluded));
const body = v.object({
  active: castBoolean,
  excludedStreamIds: streamIds,
  // The Node SDK's option has this spelling and goes out unchanged.
  excudedStreamIds: streamIds,
});

/** Force mute of a stream or of the session. */
export function muteRoutes(routes: HttpRoutes, context: HttpContext): void {
  routes.post('/session/:sessionId/mute', async (request) => {
    const owner = await ownerOf(context.sessions, request);
    const { active, excludedStreamIds, excudedStreamIds } = checkBody(body, request.body);
    const excluded = excludedStreamIds ?? excudedStreamIds ?? [];
    await performIn(owner, { kind: 'mute-session', active, excluded });
    return json(describeProject(owner.record));
  });

  routes.post('/session/:sessionId/stream/:streamId/mute', async (request) => {
    const owner = await ownerOf(context.sessions, request);
    await performIn(owner, { kind: 'mute-stream', streamId: param(request, 'streamId') });
    return json(describeProject(owner.record));
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
