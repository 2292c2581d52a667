import type { FastifyInstance, FastifyRequest } from 'fastify';
import { status } from '../../protocol/index.js';
import { RequestRejected } from '../sessions/request-rejected.js';
import type { HttpContext } from './http-context.js';
import { connectionRoutes } from './routes/connection-routes.js';
import { createSessionRoute } from './routes/create-session-route.js';
import { muteRoutes } from './routes/mute-routes.js';
import { signalRoutes } from './routes/signal-routes.js';
import { streamRoutes } from './routes/stream-routes.js';
import { unsupportedRoutes } from './routes/unsupported-routes.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** API key or application id of the project that makes a REST call. */
    projectKey: string;
  }
}

/** The REST API of application servers, as the official server SDKs call it. */
export function restRoutes(app: FastifyInstance, context: HttpContext): void {
  app.decorateRequest('projectKey', '');
  void app.register((rest, _options, done) => {
    rest.addHook('onRequest', async (request) => {
      request.projectKey = await context.projects.verifyRestToken(restToken(request));
    });
    createSessionRoute(rest, context);
    void rest.register(
      (project, _projectOptions, projectDone) => {
        // Whoever has one project's secret has no say in another's.
        project.addHook('onRequest', (request, _reply, next) => {
          const { key } = request.params as { key: string };
          const own = key === request.projectKey;
          next(
            own ? undefined : new RequestRejected(status.forbidden, 'token is of another project'),
          );
        });
        connectionRoutes(project, context);
        streamRoutes(project, context);
        signalRoutes(project, context);
        muteRoutes(project, context);
        unsupportedRoutes(project);
        projectDone();
      },
      { prefix: '/v2/project/:key' },
    );
    done();
  });
}

/** JWT of a REST call: projects send it in a header of their own, applications as bearer. */
function restToken({ headers }: FastifyRequest): string {
  const own = headers['x-opentok-auth'];
  if (typeof own === 'string') return own;
  const [, bearer] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (bearer !== undefined) return bearer;
  throw new RequestRejected(
    status.forbidden,
    'there is no X-OPENTOK-AUTH or Authorization: Bearer header',
  );
}
