import { pipe, transform } from 'valibot';
import { Connection } from './connection.js';
import type { IceServer } from '../media/engine.js';
import {
  boolean,
  either,
  hiddenString,
  httpHeaders,
  iceUrl,
  iceUrls,
  instanceOf,
  listOf,
  oneOf,
  optional,
  optionsOf,
  string,
  text,
  turnCredentials,
  urlOf,
  withMethod,
  type Schema,
} from '../common/validation/index.js';
import {
  resolveConfig,
  signalingOptions,
  type SignalingOptions,
} from '../signaling/signaling-config.js';
import type { IceConfig } from '../signaling/negotiation/ice-config.js';
import type { ReconnectPolicy } from '../signaling/connection/reconnect-policy.js';

export interface SessionIceServer {
  /** `stun:`, `turn:` or `turns:` URLs. */
  readonly urls: string | readonly string[];
  /** Needed, as is the credential, for `turn:` and `turns:`. */
  readonly username?: string;
  readonly credential?: string;
}

export interface SessionIceConfig {
  /** The application's own servers. Default none. */
  readonly servers?: readonly SessionIceServer[];
  /** `'relay'`: media goes through TURN servers only. Default `'all'`. */
  readonly transportPolicy?: 'all' | 'relay';
  /** `'all'`: the session server's as well; `'custom'`: only `servers`. Default `'all'`. */
  readonly includeServers?: 'all' | 'custom';
  /** `'loopback'`: media stays on this machine. Default `'all'`: every interface but loopback. */
  readonly networks?: 'all' | 'loopback';
}

export interface SessionOptions {
  /** Base URL of the session server. Default: `http://127.0.0.1:8080`, where `webrtc-session serve` listens. */
  readonly apiUrl?: string;
  /** HTTP proxy for everything but media, `http://[user:password@]host:port`. Default none. */
  readonly proxyUrl?: string;
  /** Raises no `connectionCreated` and `connectionDropped`. Default false. */
  readonly connectionEventsSuppressed?: boolean;
  readonly iceConfig?: SessionIceConfig;
  /** Decides when a lost connection is tried again. Default: every 500 ms for a minute. */
  readonly reconnectPolicy?: ReconnectPolicy;
  /** HTTP headers to add to the session-info request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Timers, limits and header names of the signalling; each has a default. */
  readonly signaling?: SignalingOptions;
}

export interface ConnectOptions {
  /** Aborting it gives up: the promise rejects with the signal's reason, and no event is raised. */
  readonly signal?: AbortSignal;
}

export interface SendSignalOptions {
  /** The only receiver, or its connection id. Default: everybody, the sender too. */
  readonly to?: Connection | string;
  /**
   * Whether a signal sent while reconnecting is queued and sent, once and in order, after it. Default true; with false
   * it is refused (1010) and never sent.
   */
  readonly retryAfterReconnect?: boolean;
}

const defaultApiUrl = 'http://127.0.0.1:8080';

const iceServer: Schema<IceServer> = pipe(
  optionsOf({
    urls: either(
      pipe(
        iceUrl(),
        transform((url) => [url]),
      ),
      iceUrls(),
      'a URL or an array of URLs',
    ),
    username: optional(string()),
    credential: optional(hiddenString),
  }),
  turnCredentials,
);

const iceConfig: Schema<IceConfig> = optionsOf({
  servers: optional(listOf(iceServer)),
  transportPolicy: optional(oneOf('all', 'relay')),
  includeServers: optional(oneOf('all', 'custom')),
  networks: optional(oneOf('all', 'loopback')),
});

/** Checks {@link SessionOptions}. What is left out has its default; the headers are part of `signaling`. */
export const sessionOptions = pipe(
  optionsOf({
    apiUrl: optional(urlOf('http:', 'https:'), defaultApiUrl),
    proxyUrl: optional(urlOf('http:', 'https:')),
    connectionEventsSuppressed: optional(boolean, false),
    iceConfig: optional(iceConfig, {}),
    reconnectPolicy: optional(withMethod<ReconnectPolicy>('nextDelay')),
    headers: optional(httpHeaders, {}),
    signaling: optional(signalingOptions, resolveConfig()),
  }),
  transform(({ headers, signaling, ...given }) => {
    const requestHeaders = { ...signaling.requestHeaders, ...headers };
    return { ...given, signaling: { ...signaling, requestHeaders } };
  }),
);

export const connectOptions = optionsOf({ signal: optional(instanceOf(AbortSignal)) });

export const sendSignalOptions = optionsOf({
  to: optional(either(instanceOf(Connection), text, 'a Connection or its id')),
  retryAfterReconnect: optional(boolean, true),
});
