import { ProtocolError } from './protocol-error.js';
import { refusalReason } from './refusal-reason.js';
import { acceptedTokenHeaders, sessionInfoHeaders } from './wire/header-names.js';
import type { SessionInfoHeaderNames } from './wire/header-names.js';

export interface SessionInfoRequestOptions {
  /** Base URL of the API, with or without a trailing slash. */
  readonly apiUrl: string;
  readonly sessionId: string;
  readonly token: string;
  /** The connection that will be made. */
  readonly connectionId?: string | undefined;
  /** E.g. `webrtc-session-0.1.0`. */
  readonly clientVersion?: string | undefined;
  /** Header names as the server wants them. Default `sessionInfoHeaders`. */
  readonly headerNames?: Partial<SessionInfoHeaderNames> | undefined;
  /** The application's own headers; they win over ours. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export interface SessionInfoRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Waits before repeating a request that failed with a retryable code, ms (protocol §2). */
export const sessionInfoRetryDelays: readonly number[] = [0, 600, 1200];

/** URL and headers of the session-info request (protocol §2), to be sent as a GET. */
export function sessionInfoRequest(options: SessionInfoRequestOptions): SessionInfoRequest {
  const { apiUrl, sessionId, token, connectionId, clientVersion = 'webrtc-session' } = options;
  const names = { ...sessionInfoHeaders, ...options.headerNames };
  return {
    url: `${apiUrl.replace(/\/+$/, '')}/session/${encodeURIComponent(sessionId)}?extended=true`,
    headers: {
      Accept: 'application/json',
      [names.token]: token,
      [names.version]: '1',
      [names.clientVersion]: clientVersion,
      ...(connectionId === undefined ? {} : { [names.connectionId]: connectionId }),
      ...options.headers,
    },
  };
}

/**
 * The token of a session-info request as a server gets it: from one of the accepted headers, or
 * from the query's `token` (the header-less variant). Undefined if there is none.
 *
 * @param header Looks a header up by name, whatever its case.
 */
export function sessionInfoToken(
  header: (name: string) => string | null | undefined,
  query: URLSearchParams,
): string | undefined {
  for (const name of acceptedTokenHeaders) {
    const token = header(name);
    if (token) return token;
  }
  return query.get('token') ?? undefined;
}

/** Error for an HTTP status other than 200 (protocol §2); its message has the reason that the body gives. */
export function sessionInfoStatusError(httpStatus: number, body = ''): ProtocolError {
  const sessionCode = statusCodes[httpStatus] ?? 2001;
  const reason = refusalReason(body);
  const message = `session info request was answered with HTTP status ${httpStatus}`;
  return new ProtocolError(
    'session-info-refused',
    reason === undefined ? message : `${message}: ${reason}`,
    { sessionCode },
  );
}

const statusCodes: Readonly<Record<number, number>> = {
  400: 1005,
  403: 1004,
  404: 1005,
  409: 1026,
};

/** Whether a failed request may be repeated: the server may be better soon. */
export function isRetryableSessionCode(sessionCode: number): boolean {
  return sessionCode === 1006 || sessionCode === 2001;
}

export interface MessagingUrlOptions {
  /** Fixed for the life of a messaging connection, across its WebSockets. */
  readonly socketId: string;
  /** Fresh for each WebSocket. */
  readonly attempt: string;
  /** True on all but the first WebSocket. */
  readonly reconnect: boolean;
}

/** URL of a resumable messaging WebSocket (protocol §4). Without resuming, use `messagingUrl` as is. */
export function messagingSocketUrl(messagingUrl: string, options: MessagingUrlOptions): string {
  const { socketId, attempt, reconnect } = options;
  const query = `socketId=${socketId}${reconnect ? '&reconnect=true' : ''}&attempt=${attempt}`;
  return messagingUrl + (messagingUrl.includes('?') ? '&' : '?') + query;
}

/** The query of a messaging WebSocket as a server gets it. */
export function parseMessagingQuery(query: URLSearchParams): {
  readonly socketId: string | undefined;
  readonly reconnect: boolean;
} {
  return {
    socketId: query.get('socketId') ?? undefined,
    reconnect: query.get('reconnect') === 'true',
  };
}
