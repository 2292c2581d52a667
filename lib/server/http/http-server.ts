import { fastify } from 'fastify';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { ProtocolError, status } from '../../protocol/index.js';
import { RequestRejected } from '../sessions/request-rejected.js';
import { addBodyParsers } from './body-parsers.js';
import { restRoutes } from './rest-routes.js';
import { sessionInfoRoutes } from './session-info-routes.js';
import type { HttpContext } from './http-context.js';

/** Longest part of a path: session ids have over 100 characters. */
const maxParamLength = 512;

/** How late a request that does not arrive may be noticed. Node's own 30 s would make `requestMs` meaningless. */
const requestCheckMs = 1000;

/** The HTTP side: session info for clients, REST for application servers. Not yet listening. */
export function createHttpServer(context: HttpContext): FastifyInstance {
  const { limits, timers, logger } = context;
  const app = fastify({
    bodyLimit: limits.restBodyBytes,
    requestTimeout: timers.requestMs,
    http: {
      // Node has to know it from the beginning: it takes the shorter of two limits for headers alone, and leaves the
      // other one, 60 s unless this makes it shorter, to the body.
      requestTimeout: timers.requestMs,
      connectionsCheckingInterval: Math.min(timers.requestMs, requestCheckMs),
    },
    forceCloseConnections: true,
    routerOptions: { maxParamLength },
    // Requests are logged below instead, because URLs and headers can hold tokens.
    logger: false,
    // A URL that cannot be routed, which Fastify would answer in its own form, quoting it.
    frameworkErrors: ({ statusCode: code = status.badRequest }, _request, reply) => {
      const message = 'the URL is malformed or too long';
      // Typed by routes, of which this has none.
      void (reply as FastifyReply).code(code).send({ code, message });
    },
  });
  addBodyParsers(app);
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const { code, message } = describe(error, logger);
    logger.warn({ method: request.method, route: request.routeOptions.url, code, message });
    void reply.code(code).send({ code, message });
  });
  app.setNotFoundHandler((_request, reply) => {
    void reply.code(status.notFound).send({ code: status.notFound, message: 'no such resource' });
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    logger.debug({ method, route: routeOptions.url, status: reply.statusCode }, 'http request');
    done();
  });
  sessionInfoRoutes(app, context);
  restRoutes(app, context);
  return app;
}

/** Status and text to answer with. Texts of unexpected errors stay here. */
function describe(error: FastifyError, logger: Logger): { code: number; message: string } {
  if (error instanceof RequestRejected || error instanceof ProtocolError) {
    return { code: error.status, message: error.message };
  }
  const code = (error as Partial<FastifyError>).statusCode ?? status.internalError;
  if (code < status.internalError) return { code, message: error.message };
  logger.error({ err: error }, 'http request failed');
  return { code: status.internalError, message: 'internal error' };
}
