import { status } from '../../protocol/index.js';
import { RequestRejected } from '../sessions/request-rejected.js';
import type { HttpContext } from './http-context.js';
import type { HttpRequest } from './http-request.js';
import type { HttpRoutes } from './http-routes.js';
import { connectionRoutes } from './routes/connection-routes.js';
import { createSessionRoute } from './routes/create-session-route.js';
import { muteRoutes } from './routes/mute-routes.js';
import { signalRoutes } from './routes/signal-routes.js';
import { streamRoutes } from './routes/stream-routes.js';
import { unsupportedRoutes } from './routes/unsupported-routes.js';

/** The REST API of application servers, as the official server SDKs call it. */
export function restRoutes(routes: HttpRoutes, context: HttpContext): void {
  const rest = routes.within('', async (request) => {
    request.projectKey = await context.projects.verifyRestToken(restToken(request));
  });
  createSessionRoute(rest, context);
  const project = rest.within('/v2/project/:key', ({ params, projectKey }) => {
    // Whoever has one project's secret has no say in another's.
    if (params['key'] !== projectKey) {
      throw new RequestRejected(status.forbidden, 'token is of another project');
    }
  });
  connectionRoutes(project, context);
  streamRoutes(project, context);
  signalRoutes(project, context);
  muteRoutes(project, context);
  unsupportedRoutes(project);
}

/** JWT of a REST call: projects send it in a header of their own, applications as bearer. */
function restToken({ headers }: HttpRequest): string {
  const own = headers['x-opentok-auth'];
  if (typeof own === 'string') return own;
  const [, bearer] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (bearer !== undefined) return bearer;
  throw new RequestRejected(
    status.forbidden,
    'there is no X-OPENTOK-AUTH or Authorization: Bearer header',
  );
}
