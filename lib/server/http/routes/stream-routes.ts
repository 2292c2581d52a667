import { status } from '../../../protocol/index.js';
import type { StreamInfo } from '../../../protocol/index.js';
import { RequestRejected } from '../../sessions/request-rejected.js';
import type { HttpContext } from '../http-context.js';
import { json } from '../http-request.js';
import type { HttpRoutes } from '../http-routes.js';
import { ownerOf, param } from './session-params.js';

/** One stream, and the list of a session's streams. */
export function streamRoutes(routes: HttpRoutes, { sessions }: HttpContext): void {
  routes.get('/session/:sessionId/stream', async (request) => {
    const { streams } = await (await ownerOf(sessions, request)).inspect();
    const items = streams.map(describe);
    return json({ count: items.length, items });
  });

  routes.get('/session/:sessionId/stream/:streamId', async (request) => {
    const { streams } = await (await ownerOf(sessions, request)).inspect();
    const found = streams.find(({ id }) => id === param(request, 'streamId'));
    if (found === undefined) {
      throw new RequestRejected(status.notFound, 'no such stream in the session');
    }
    const stream = describe(found);
    // The Node SDK (2.23) parses this reply, and no other, itself: given as JSON it parses twice.
    const parsesItself = request.headers['user-agent']?.startsWith('OpenTok-Node-SDK/') ?? false;
    return json(stream, parsesItself ? { headers: { 'Content-Type': 'text/plain' } } : {});
  });
}

/** A stream as the REST API shows it. Layout classes only matter to archives, which we have not. */
function describe({ id, name, channels }: StreamInfo): object {
  const video = channels.find((channel) => channel.type === 'video');
  return { id, videoType: video?.source ?? '', name, layoutClassList: [] };
}
