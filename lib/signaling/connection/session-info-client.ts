import { silentLog, type Log } from '../../common/log.js';
import { onAbort } from '../../common/on-abort.js';
import { ErrorCode, SessionError } from '../../common/session-error.js';
import { ProtocolError } from '../../protocol/protocol-error.js';
import {
  isRetryableSessionCode,
  sessionInfoRequest,
  sessionInfoStatusError,
  type SessionInfoRequest,
} from '../../protocol/session-info-request.js';
import { parseSessionInfo, type SessionInfo } from '../../protocol/session-info.js';
import type { SignalingConfig } from '../signaling-config.js';
import type { Platform } from '../platform.js';

export interface SessionInfoClientOptions {
  readonly platform: Pick<Platform, 'fetch' | 'clock'>;
  readonly config: Pick<
    SignalingConfig,
    | 'sessionInfoTimeoutMs'
    | 'sessionInfoRetryDelaysMs'
    | 'sessionInfoHeaders'
    | 'requestHeaders'
    | 'clientVersion'
  >;
  readonly log?: Log | undefined;
}

export interface SessionInfoQuery {
  /** Base URL of the API. */
  readonly apiUrl: string;
  /** API key or application id; a session of another one is an error (1004). */
  readonly apiKey: string;
  readonly sessionId: string;
  readonly token: string;
  /** The connection that will be made. */
  readonly connectionId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

const okStatus = 200;

/** Asks the API where a session's messaging server is (protocol §2). */
export class SessionInfoClient {
  readonly #options: SessionInfoClientOptions;
  readonly #log: Log;

  constructor(options: SessionInfoClientOptions) {
    this.#options = options;
    this.#log = options.log ?? silentLog;
  }

  /**
   * Rejects with `TypeError` for an `apiUrl` that is not a URL; with the signal's reason; else with `SessionError` 1004
   * (refused, or another key's session), 1005 (no such session), 1006 (no answer, or an empty one), 1021 (no answer in
   * time), 1026 (terms), 2001 (anything else), whose message names host, status and the reason that the server gives. 1006 and 2001 come after the
   * retries of the configuration.
   */
  async get(query: SessionInfoQuery): Promise<SessionInfo> {
    const { apiUrl, sessionId, token, connectionId, signal } = query;
    const { clientVersion, sessionInfoHeaders, requestHeaders, sessionInfoRetryDelaysMs } =
      this.#options.config;
    const host = hostOf(apiUrl);
    checkToken(token);
    const request = sessionInfoRequest({
      ...{ apiUrl, sessionId, token, connectionId, clientVersion },
      headerNames: sessionInfoHeaders,
      headers: requestHeaders,
    });
    for (let retries = 0; ; retries++) {
      try {
        this.#log.debug('asking for session info', { host, attempt: retries + 1 });
        const info = parseSessionInfo(await this.#fetchBody(request, signal), query.apiKey);
        this.#log.debug('session info received', outline(info));
        return info;
      } catch (cause) {
        signal?.throwIfAborted();
        const error = toSessionError(cause, host);
        const delay = sessionInfoRetryDelaysMs[retries];
        if (delay === undefined || !isRetryableSessionCode(error.code)) throw error;
        this.#log.warn('no session info, trying again', { error, delayMs: delay });
        await this.#sleep(delay, signal);
      }
    }
  }

  /** One request, with its own time limit. */
  async #fetchBody(request: SessionInfoRequest, signal?: AbortSignal): Promise<string> {
    signal?.throwIfAborted();
    const { platform, config } = this.#options;
    const { sessionInfoTimeoutMs: ms } = config;
    const controller = new AbortController();
    const forgetSignal = onAbort(signal, () => {
      controller.abort(signal?.reason);
    });
    const timer = platform.clock.setTimeout(() => {
      const message = `no answer within ${ms} ms`;
      controller.abort(new SessionError(ErrorCode.SessionConnectionTimeout, message));
    }, ms);
    const { headers, url } = request;
    try {
      const work = this.#read(url, { headers, signal: controller.signal, redirect: 'error' });
      return await untilAborted(work, controller.signal);
    } finally {
      platform.clock.clearTimeout(timer);
      forgetSignal();
    }
  }

  async #read(url: string, init: Parameters<Platform['fetch']>[1]): Promise<string> {
    const response = await this.#options.platform.fetch(url, init);
    const body = await response.text();
    if (response.status !== okStatus) throw sessionInfoStatusError(response.status, body);
    return body;
  }

  async #sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const { clock } = this.#options.platform;
    let timer: unknown;
    const slept = new Promise<void>((resolve) => (timer = clock.setTimeout(resolve, ms)));
    try {
      await untilAborted(slept, signal);
    } finally {
      clock.clearTimeout(timer);
    }
  }
}

/** Settles with `work`, or rejects with the signal's reason, whichever comes first. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  signal.throwIfAborted();
  let forgetSignal: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    forgetSignal = onAbort(signal, () => {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the caller's own reason
      reject(signal.reason);
    });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    forgetSignal?.();
  }
}

function checkToken(token: string): void {
  // Platforms quote a header value that they refuse; the token would end up in a log.
  if (/^[\x21-\x7e]+$/.test(token)) return;
  throw new SessionError(ErrorCode.AuthorizationFailure, 'token is empty or not printable ASCII');
}

/** What a log may show: addresses and numbers, no credentials of ICE servers. */
function outline({
  messagingUrl,
  mediaMode,
  reconnection,
  renegotiation,
  iceServers,
}: SessionInfo) {
  const messagingHost = URL.canParse(messagingUrl) ? new URL(messagingUrl).host : messagingUrl;
  return {
    ...{ messagingHost, mediaMode, reconnection, renegotiation },
    iceServers: iceServers.length,
  };
}

const knownCodes: ReadonlySet<number> = new Set(Object.values(ErrorCode));

function toSessionError(cause: unknown, host: string): SessionError {
  const from = (code: ErrorCode): SessionError => {
    const problem = cause instanceof Error ? cause.message : String(cause);
    return new SessionError(code, `session info from ${host}: ${problem}`, { cause });
  };
  if (cause instanceof SessionError) return from(cause.code);
  // Whatever else fetch rejects with means that there was no answer.
  if (!(cause instanceof ProtocolError)) return from(ErrorCode.ConnectionFailed);
  const { sessionCode } = cause;
  return from(
    knownCodes.has(sessionCode)
      ? (sessionCode as ErrorCode)
      : ErrorCode.SessionUnexpectedGetSessionInfoResponse,
  );
}

function hostOf(apiUrl: string): string {
  let url: URL;
  try {
    url = new URL(apiUrl);
  } catch (cause) {
    throw new TypeError('apiUrl must be a URL', { cause });
  }
  if (url.protocol === 'http:' || url.protocol === 'https:') return url.host;
  throw new TypeError(`apiUrl must begin with https: or http:, not ${url.protocol}`);
}
