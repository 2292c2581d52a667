import { status } from '../../protocol/index.js';
import { TokenBucket } from '../messaging/token-bucket.js';
import type { ServerLimits } from '../server-limits.js';
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
  const budgetOf = projectBudgets(context.limits);
  const rest = routes.within('', async (request) => {
    request.projectKey = await context.projects.verifyRestToken(restToken(request));
    if (budgetOf(request.projectKey).take()) return;
    request.replyHeaders['Retry-After'] = '1';
    throw new RequestRejected(status.tooManyRequests, 'the project makes too many requests');
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

/** What each project may still ask for. There are as many as there are projects. */
function projectBudgets(limits: ServerLimits): (key: string) => TokenBucket {
  const budgets = new Map<string, TokenBucket>();
  return (key) => {
    const { restRequestsPerSecond, restRequestBurst } = limits;
    const budget = budgets.get(key) ?? new TokenBucket(restRequestsPerSecond, restRequestBurst);
    budgets.set(key, budget);
    return budget;
  };
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
