import { randomUUID } from 'node:crypto';
import { isIPv6 } from 'node:net';
import {
  forceMuteExtension,
  formatSessionInfo,
  isId,
  messagingPath,
  sessionInfoHeaders,
  sessionInfoToken,
  status,
  subscriberPreferencesExtension,
} from '../../protocol/index.js';
import { isAllowedOrigin } from '../origins.js';
import { RequestRejected } from '../sessions/request-rejected.js';
import type { HttpContext } from './http-context.js';
import type { HttpRequest } from './http-request.js';
import type { HttpRoutes } from './http-routes.js';
import { askedFor } from './trusted-proxies.js';

const noStore = { 'Cache-Control': 'no-store' };

/** What clients, also those in a browser, ask before they connect (protocol §2). */
export function sessionInfoRoutes(server: HttpRoutes, context: HttpContext): void {
  // Errors too are for a page to read.
  const routes = server.within('', (request) => {
    // Tokens and TURN credentials are for one client alone.
    Object.assign(request.replyHeaders, noStore, allowedOrigin(context, request));
  });
  const path = '/session/:sessionId';

  routes.options(path, (request) => {
    const wanted = request.headers['access-control-request-headers'];
    return {
      headers: {
        'Access-Control-Allow-Methods': 'GET',
        'Access-Control-Allow-Headers': wanted ?? '',
        'Access-Control-Max-Age': '86400',
      },
    };
  });

  routes.get(path, async (request) => {
    const sessionId = request.params['sessionId'] ?? '';
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
    return {
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
      },
      body: formatSessionInfo({
        sessionId,
        partnerId: key,
        messagingUrl: messagingUrl(context, request),
        symphonyAddress: context.serverAddress,
        mediaMode,
        reconnection: true,
        renegotiation: true,
        iceServers: context.iceServers.issue(name),
        ...(ttlSeconds === undefined ? {} : { iceCredentialExpiration: ttlSeconds }),
        extensions: [forceMuteExtension, subscriberPreferencesExtension],
      }),
    };
  });
}

/** Where the client finds messaging: at the same host that it asked, unless that is configured. */
function messagingUrl({ publicUrl, trustedProxies }: HttpContext, request: HttpRequest): string {
  const { secure, host } = askedFor(request, trustedProxies);
  const { localAddress = '', localPort = 0 } = request.socket;
  const local = `${isIPv6(localAddress) ? `[${localAddress}]` : localAddress}:${localPort}`;
  const isSecure = publicUrl ? publicUrl.protocol === 'https:' : secure;
  const reached = publicUrl?.host ?? (host === '' ? local : hostOf(host));
  return `${isSecure ? 'wss' : 'ws'}://${reached}${messagingPath}`;
}

/** Only what is nothing but a host may become part of the URL (RFC 9112, section 3.2). @throws RequestRejected 400. */
function hostOf(host: string): string {
  const isHost = /^[^\s/?#@\\]+$/.test(host) && URL.canParse(`ws://${host}`);
  if (!isHost) throw new RequestRejected(status.badRequest, 'the Host header is not a host');
  return new URL(`ws://${host}`).host;
}

function allowedOrigin(
  { allowedOrigins }: HttpContext,
  { headers }: HttpRequest,
): Readonly<Record<string, string>> {
  const { origin } = headers;
  if (origin === undefined || !isAllowedOrigin(allowedOrigins, origin)) return {};
  if (allowedOrigins === '*') return { 'Access-Control-Allow-Origin': '*' };
  return { 'Access-Control-Allow-Origin': origin, Vary: 'Origin' };
}

function headerOf({ headers }: HttpRequest, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  return typeof value === 'string' ? value : undefined;
}
