import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { ProtocolError, status } from '../../protocol/index.js';
import { RequestRejected } from '../sessions/request-rejected.js';
import { answerBrokenRequest } from './broken-request.js';
import type { HttpContext } from './http-context.js';
import { json, type HttpReply, type HttpRequest } from './http-request.js';
import { HttpRoutes } from './http-routes.js';
import { createTlsServer } from './tls-server.js';
import { healthRoute } from './health-route.js';
import { pageRoutes } from './page/page-routes.js';
import { readBody } from './read-body.js';
import { restRoutes } from './rest-routes.js';
import { sessionInfoRoutes } from './session-info-routes.js';

/** How late a request that does not arrive may be noticed. Node's own 30 s would make `requestMs` meaningless. */
const requestCheckMs = 1000;

/** How long a connection without a request is kept. Longer than the minute after which most proxies give one up. */
const keepAliveMs = 72_000;

/** The HTTP side: session info for clients, REST for application servers. Not yet listening. */
export function createHttpServer(context: HttpContext): Server {
  const { timers, logger } = context;
  const routes = new HttpRoutes();
  sessionInfoRoutes(routes, context);
  restRoutes(routes, context);
  healthRoute(routes, context);
  if (context.page) pageRoutes(routes, context.page);
  const serverOptions = {
    // Node has to know it from the beginning: it takes the shorter of two limits for headers alone, and leaves the
    // other one, 60 s unless this makes it shorter, to the body.
    requestTimeout: timers.requestMs,
    connectionsCheckingInterval: Math.min(timers.requestMs, requestCheckMs),
    keepAliveTimeout: keepAliveMs,
  };
  const { tls } = context;
  const server = tls ? createTlsServer({ ...serverOptions, ...tls }) : createServer(serverOptions);
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    void serve(routes, context, request, response);
  };
  server.on('request', answer);
  // The server SDK for .NET expects its own content type, which Node would answer with 417.
  server.on('checkExpectation', answer);
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    answerBrokenRequest(error, socket, logger);
  });
  return server;
}

/** Never rejects. URLs and headers can hold tokens: the log gets the route instead. */
async function serve(
  routes: HttpRoutes,
  context: HttpContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { logger, warnings, addresses, pipelines } = context;
  const { method = '', socket } = request;
  const { remoteAddress } = socket;
  // Before anything is looked at, and with the connection: what is in the pipeline behind it is not read.
  if (addresses.isBlocked(remoteAddress)) {
    response.writeHead(status.tooManyRequests, { Connection: 'close', 'Retry-After': '1' }).end();
    return;
  }
  if (pipelines.isFull(socket)) {
    addresses.refused(remoteAddress);
    response.writeHead(status.tooManyRequests, { Connection: 'close' }).end();
    return;
  }
  pipelines.begin(socket);
  response.once('close', () => {
    pipelines.end(socket);
  });
  const replyHeaders: Record<string, string> = {};
  let route: string | undefined;
  let reply: HttpReply;
  try {
    const { route: found, params, query } = routes.find(method, request.url ?? '');
    route = found.path;
    const { headers, url = '' } = request;
    const known = { method, url, route, params, query, headers, socket, replyHeaders };
    const entering: HttpRequest = { ...known, projectKey: '', body: undefined };
    for (const guard of found.guards) await guard(entering);
    const bodiless = method === 'GET' || method === 'HEAD';
    const body = bodiless ? undefined : await readBody(request, context.limits.restBodyBytes);
    reply = await found.handler({ ...entering, body });
  } catch (error) {
    // Its sender is gone: nobody is left to be answered, and nothing is wrong here.
    if (request.destroyed && !request.complete) return;
    const { code, message } = describe(error, logger);
    warnings.warn({ method, route, code }, message);
    // What is too much for a project says nothing about an address.
    const isSuspect = code < status.internalError && code !== status.tooManyRequests;
    if (isSuspect) addresses.refused(remoteAddress);
    reply = json({ code, message }, { code });
  }
  send({ ...reply, headers: { ...replyHeaders, ...reply.headers } }, request, response);
  logger.debug({ method, route, status: response.statusCode }, 'http request');
}

function send(
  { code, headers = {}, body }: HttpReply,
  request: IncomingMessage,
  to: ServerResponse,
): void {
  to.statusCode = code ?? (body === undefined ? 204 : 200);
  for (const [name, value] of Object.entries(headers)) to.setHeader(name, value);
  // What of the request was not read would be taken for the next one.
  if (!request.complete) to.setHeader('Connection', 'close');
  if (body !== undefined) to.setHeader('Content-Length', Buffer.byteLength(body));
  to.end(body);
}

/** Status and text to answer with. Texts of unexpected errors stay here. */
function describe(error: unknown, logger: Logger): { code: number; message: string } {
  if (error instanceof RequestRejected || error instanceof ProtocolError) {
    return { code: error.status, message: error.message };
  }
  logger.error({ err: error }, 'http request failed');
  return { code: status.internalError, message: 'internal error' };
}
