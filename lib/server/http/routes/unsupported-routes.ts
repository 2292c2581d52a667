import { status } from '../../../protocol/index.js';
import { RequestRejected } from '../../sessions/request-rejected.js';
import type { HttpRoutes } from '../http-routes.js';

/**
 * Parts of the public REST API that this server does not offer: archives, live streaming, SIP and
 * telephone tones, captions, Experience Composer, Audio Connector, monitoring callbacks, layouts
 * and session migration.
 */
const paths = [
  ...['archive', 'broadcast', 'captions', 'render', 'callback', 'dial', 'call', 'connect'].flatMap(
    (name) => [`/${name}`, `/${name}/*`],
  ),
  '/session/:sessionId/play-dtmf',
  '/session/:sessionId/connection/:connectionId/play-dtmf',
  '/session/:sessionId/migrate',
];

/** They answer 501, to a caller who may make REST calls at all. */
export function unsupportedRoutes(routes: HttpRoutes): void {
  const reject = (): never => {
    throw new RequestRejected(status.notSupported, 'this server does not offer that');
  };
  for (const path of paths) routes.all(path, reject);
  // Sets layout classes of streams, for archives and broadcasts.
  routes.put('/session/:sessionId/stream', reject);
  routes.put('/session/:sessionId/stream/:streamId', reject);
}
