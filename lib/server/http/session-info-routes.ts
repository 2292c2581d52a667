import { randomUUID } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  forceMuteExtension,
  formatSessionInfo,
  isId,
  messagingPath,
  sessionInfoHeaders,
  sessionInfoToken,
  status,
} from '../../protocol/index.js';
import { isAllowedOrigin } from '../origins.js';
import { RequestRejected } from '../sessions/request-rejected.js';
import type { HttpContext } from './http-context.js';

/** What clients, also those in a browser, ask before they connect (protocol §2). */
export function sessionInfoRoutes(app: FastifyInstance, context: HttpContext): void {
  const path = '/session/:sessionId';

  app.options(path, (request, reply) => {
    allowOrigin(context, request, reply);
    const headers = request.headers['access-control-request-headers'];
    return reply
      .code(204)
      .header('Access-Control-Allow-Methods', 'GET')
      .header('Access-Control-Allow-Headers', headers ?? '')
      .header('Access-Control-Max-Age', '86400')
      .send();
  });

  app.get<{ Params: { sessionId: string } }>(path, async (request, reply) => {
    allowOrigin(context, request, reply);
    const { sessionId } = request.params;
    const header = (name: string): string | undefined => headerOf(request, name);
    const query = new URL(request.url, 'http://server').searchParams;
    const token = sessionInfoToken(header, query);
    if (token === undefined) throw new RequestRejected(status.forbidden, 'there is no token');
    // The token first: only who has one for this session learns whether it exists.
    const { key } = await context.projects.verifyToken(token, sessionId);
    const { mediaMode } = await context.sessions.find({ partnerId: key, sessionId });
    const connectionId = header(sessionInfoHeaders.connectionId);
    const name = connectionId !== undefined && isId(connectionId) ? connectionId : randomUUID();
    const { ttlSeconds } = context.iceServers;
    return reply.type('application/json').send(
      formatSessionInfo({
        sessionId,
        partnerId: key,
        messagingUrl: messagingUrl(context.publicUrl, request),
        symphonyAddress: context.serverAddress,
        mediaMode,
        reconnection: true,
        renegotiation: true,
        iceServers: context.iceServers.issue(name),
        ...(ttlSeconds === undefined ? {} : { iceCredentialExpiration: ttlSeconds }),
        extensions: [forceMuteExtension],
      }),
    );
  });
}

/** Where the client finds messaging: at the same host that it asked, unless that is configured. */
function messagingUrl(publicUrl: URL | undefined, { host, socket }: FastifyRequest): string {
  const scheme = publicUrl?.protocol === 'https:' ? 'wss' : 'ws';
  const { localAddress = '', localPort = 0 } = socket;
  const local = `${isIPv6(localAddress) ? `[${localAddress}]` : localAddress}:${localPort}`;
  const asked = URL.canParse(`ws://${host}`) ? new URL(`ws://${host}`).host : local;
  return `${scheme}://${publicUrl?.host ?? asked}${messagingPath}`;
}

function allowOrigin(
  { allowedOrigins }: HttpContext,
  { headers }: FastifyRequest,
  reply: FastifyReply,
): void {
  const { origin } = headers;
  if (origin === undefined || !isAllowedOrigin(allowedOrigins, origin)) return;
  void reply.header('Access-Control-Allow-Origin', allowedOrigins === '*' ? '*' : origin);
  if (allowedOrigins !== '*') void reply.header('Vary', 'Origin');
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name.toLowerCase()];
  return typeof value === 'string' ? value : undefined;
}
