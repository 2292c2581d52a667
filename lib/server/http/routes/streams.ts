import type { FastifyInstance } from 'fastify';
import type { StreamInfo } from '../../../protocol/index.js';
import type { HttpContext } from '../http-context.js';
import { sessionOf } from './session-params.js';
import type { SessionRequest } from './session-params.js';

/** One stream, and the list of a session's streams. */
export function streamRoutes(app: FastifyInstance, { sessions }: HttpContext): void {
  app.get('/session/:sessionId/stream', (request: SessionRequest, reply) => {
    const { streams } = sessionOf(sessions, request);
    const items = [...streams.values()].map(describe);
    return reply.send({ count: items.length, items });
  });

  app.get('/session/:sessionId/stream/:streamId', (request: SessionRequest, reply) => {
    const stream = describe(sessionOf(sessions, request).stream(request.params.streamId));
    // The Node SDK (2.23) parses this reply, and no other, itself: given as JSON it parses twice.
    const parsesItself = request.headers['user-agent']?.startsWith('OpenTok-Node-SDK/') ?? false;
    return reply
      .type(parsesItself ? 'text/plain' : 'application/json')
      .send(JSON.stringify(stream));
  });
}

/** A stream as the REST API shows it. Layout classes only matter to archives, which we have not. */
function describe({ id, name, channels }: StreamInfo): object {
  const video = channels.find((channel) => channel.type === 'video');
  return { id, videoType: video?.source ?? '', name, layoutClassList: [] };
}
