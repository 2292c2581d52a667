import { Connection } from './connection.js';
import type { IceServer } from '../media/engine.js';
import {
  arrayOf,
  boolean,
  either,
  instanceOf,
  oneOf,
  optional,
  recordOf,
  shape,
  string,
  text,
  type Check,
} from '../common/option-checks.js';
import { checkHeaders } from '../signaling/config-fields.js';
import type { SignalingOptions } from '../signaling/signaling-config.js';
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

function urlOf(...protocols: readonly string[]): Check<string> {
  return (value, name) => {
    const url = text(value, name);
    // The URL is not shown: it may hold a password.
    if (!URL.canParse(url) || !protocols.includes(new URL(url).protocol)) {
      throw new TypeError(`${name} must be a URL that begins with ${protocols.join('// or ')}//`);
    }
    return url;
  };
}

const iceUrl: Check<string> = (value, name) => {
  // RFC 7064 §3.1, RFC 7065 §3.1. The rest is the engine's to understand.
  if (/^(stun|turn)s?:[^\s/]+$/i.test(text(value, name))) return value as string;
  throw new RangeError(`${name} must be a URL that begins with stun:, stuns:, turn: or turns:`);
};

const iceUrls: Check<readonly string[]> = (value, name) => {
  const urls = arrayOf(iceUrl)(value, name);
  if (urls.length === 0) throw new RangeError(`${name} must not be empty`);
  return urls;
};

const iceServerMembers = shape({
  urls: either((value, name) => [iceUrl(value, name)], iceUrls, 'a URL or an array of URLs'),
  username: optional(string),
  credential: optional(string),
});

const checkIceServer: Check<IceServer> = (value, name) => {
  const server = iceServerMembers(value, name);
  // Without them no peer connection can be made (W3C webrtc §4.2.2): better said here than in the middle of a call.
  if (server.urls.some((url) => /^turn/i.test(url)) && !(server.username && server.credential)) {
    throw new TypeError(
      `${name} must have a username and a credential, because it is a TURN server`,
    );
  }
  return server;
};

const checkIceConfig: Check<IceConfig> = shape({
  servers: optional(arrayOf(checkIceServer)),
  transportPolicy: optional(oneOf('all', 'relay')),
  includeServers: optional(oneOf('all', 'custom')),
  networks: optional(oneOf('all', 'loopback')),
});

const checkPolicy: Check<ReconnectPolicy> = (value, name) => {
  if (typeof (value as ReconnectPolicy | null)?.nextDelay === 'function') {
    return value as ReconnectPolicy;
  }
  throw new TypeError(`${name} must have a method nextDelay`);
};

/** Checked by the signalling itself. */
const signalingOptions: Check<SignalingOptions> = (value, name) => {
  if (typeof value === 'object' && value !== null) return value;
  throw new TypeError(`${name} must be an object`);
};

export const checkSessionOptions = shape({
  apiUrl: optional(urlOf('http:', 'https:'), defaultApiUrl),
  proxyUrl: optional(urlOf('http:', 'https:')),
  connectionEventsSuppressed: optional(boolean, false),
  iceConfig: optional(checkIceConfig, {}),
  reconnectPolicy: optional(checkPolicy),
  headers: optional((value, name) => checkHeaders(name, recordOf(string)(value, name)), {}),
  signaling: optional(signalingOptions, {}),
});

export const checkConnectOptions = shape({ signal: optional(instanceOf(AbortSignal)) });
export const checkSignalOptions = shape({
  to: optional(either(instanceOf(Connection), text, 'a Connection or its id')),
  retryAfterReconnect: optional(boolean, true),
});
