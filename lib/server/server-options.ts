import type { Logger } from 'pino';
import type { RouterOption } from './router-options.js';
import type { ServerLimits, ServerTimers } from './server-limits.js';

/** A project with an API key: T1 and HS256 tokens, `X-OPENTOK-AUTH` for REST calls. */
export interface KeyProject {
  /** 1 to 64 characters `A-Z a-z 0-9 - _ .`. */
  readonly apiKey: string;
  readonly secret: string;
}

/** An application with an RSA key pair: RS256 tokens, `Authorization: Bearer` for REST calls. */
export interface ApplicationProject {
  /** A UUID, or what an API key may be; stands where others have one. */
  readonly applicationId: string;
  /** PEM, SPKI, at least 2048 bits. */
  readonly publicKey: string;
  /** PEM, PKCS #8. Only needed for `generateToken`. */
  readonly privateKey?: string;
}

export type Project = KeyProject | ApplicationProject;

/** TURN servers with credentials made per connection, as coturn's `use-auth-secret` checks them. */
export interface TurnOptions {
  /** `turn:` and `turns:` URLs. */
  readonly urls: readonly string[];
  /** coturn's `static-auth-secret`. */
  readonly secret: string;
  /** Life of a credential, seconds. Default 86 400. */
  readonly ttlSeconds?: number;
}

/** ICE server given to every client as it is. */
export interface StaticIceServer {
  /** `stun:`, `turn:` and `turns:` URLs. */
  readonly urls: readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

/** Options of `createSessionServer`. All are optional. */
export interface SessionServerOptions {
  /** Address to listen on. Default `127.0.0.1`. */
  readonly host?: string;
  /** Default 0: any free one. */
  readonly port?: number;
  /** Must be true to listen on anything but loopback. Default false. */
  readonly allowExternal?: boolean;
  /**
   * Base URL that clients reach the server by, e.g. `https://sessions.example.com` in front of a
   * TLS proxy. Default: the `Host` header of each client's own session-info request.
   */
  readonly publicUrl?: string;
  /**
   * Addresses and networks (`10.0.0.0/8`) of proxies whose `X-Forwarded-Proto` and `X-Forwarded-Host` say how clients reach
   * the server: behind TLS they are sent to `wss://`. Default none. `publicUrl` goes before them.
   */
  readonly trustedProxies?: readonly string[];
  /** Certificate chain and private key, PEM: the server speaks HTTPS and `wss://` itself. Default: plain HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Default: one project with a random key and secret. */
  readonly projects?: readonly Project[];
  /** JSON file `{ "projects": [...] }` with more of them. */
  readonly projectsFile?: string;
  /**
   * Serve every well-formed session id of a known project, as a relayed session, instead of only
   * those made by this server. Default false.
   */
  readonly autoCreateSessions?: boolean;
  /**
   * Browser origins that may use the server, `loopback` for every page of this machine, or `*` for all. Default `*`: tokens
   * protect it.
   */
  readonly allowedOrigins?: '*' | 'loopback' | readonly string[];
  /**
   * Serve a page at `/`, and below `/s/`, that shows a session and joins it from a browser; see `createPageLink`. Default
   * false.
   */
  readonly page?: boolean;
  /**
   * Media router of routed sessions: `'janus'` starts Debian's Janus, which is ended with the server; a URL (`ws://…`) uses
   * the one that runs there; an object has more to choose. Default none; see `withoutRouter`.
   */
  readonly router?: RouterOption;
  /**
   * What becomes of a routed session on a server without a media router: `'relay'` serves it relayed and logs that,
   * `'reject'` refuses it (`not-offered`, HTTP 503). Default `'relay'`.
   */
  readonly withoutRouter?: 'relay' | 'reject';
  readonly turn?: TurnOptions;
  readonly iceServers?: readonly StaticIceServer[];
  readonly limits?: Partial<ServerLimits>;
  readonly timers?: Partial<ServerTimers>;
  /** Default: silent. Tokens and secrets never reach it. */
  readonly logger?: Logger;
}
