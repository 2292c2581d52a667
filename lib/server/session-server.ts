import type { TypedEvents } from '../common/typed-events.js';
import type { Role } from '../protocol/index.js';
import type { SessionServerEvents } from './session-events.js';

/** Whether media goes from client to client or through a media router. */
export type MediaMode = 'relayed' | 'routed';

export interface CreateSessionOptions {
  /** Default `relayed`. */
  readonly mediaMode?: MediaMode;
  /** Hint for a media server, at most 64 ASCII characters without `~`; only kept in the session id. Default none. */
  readonly location?: string;
  /** Only `manual` is offered. Default `manual`. */
  readonly archiveMode?: 'manual' | 'always';
  /** API key or application id of the project. Default: the server's first. */
  readonly apiKey?: string;
}

export interface CreatedSession {
  readonly sessionId: string;
  /** API key, or application id, that clients of the session use. */
  readonly apiKey: string;
  /** As served: `relayed`, even if `routed` was asked for, until there is a media router. */
  readonly mediaMode: MediaMode;
}

export interface GenerateTokenOptions {
  /** Default `publisher`. */
  readonly role?: Role;
  /** Connection data that everybody in the session sees, at most 1000 characters. Default empty. */
  readonly data?: string;
  /** 1 second to 30 days. Default 86 400, a day. */
  readonly expiresInSeconds?: number;
  /** `t1` only for projects with an API key. Default `jwt`. */
  readonly format?: 't1' | 'jwt';
}

export interface PageLinkOptions extends GenerateTokenOptions {
  /** What stands in the path, 1 to 64 characters `A-Z a-z 0-9 - _ . ~`. Default `session`. */
  readonly name?: string;
}

/** A project as its owner may see it, e.g. to print it at start. */
export interface ProjectCredentials {
  /** API key or application id. */
  readonly apiKey: string;
  /** Undefined for an application, whose key pair takes its place. */
  readonly secret: string | undefined;
}

/**
 * A running session server.
 *
 * Methods reject with `SessionServerError` (`closed` after `close()`), and with `TypeError` or
 * `RangeError` for wrong arguments.
 */
export interface SessionServer extends AsyncDisposable {
  /** Base URL for clients (`apiUrl`) and server SDKs, e.g. `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly host: string;
  /** The port listened on, also if 0 was asked for. */
  readonly port: number;
  /** API key, or application id, of the first project. */
  readonly apiKey: string;
  /** All projects, in the order given. Holds secrets: print, but never log it. */
  readonly projects: readonly ProjectCredentials[];

  /** What happens in its sessions. */
  readonly events: Pick<
    TypedEvents<SessionServerEvents>,
    'on' | 'once' | 'off' | 'listen' | 'events'
  >;

  createSession(options?: CreateSessionOptions): Promise<CreatedSession>;

  /** A token for a session of this server. */
  generateToken(sessionId: string, options?: GenerateTokenOptions): Promise<string>;

  /**
   * A short URL of the server's page that joins the session: the code in it is exchanged for a token once, within
   * `timers.pageCodeMs`. Rejects with `not-offered` unless the option `page` was given.
   */
  createPageLink(sessionId: string, options?: PageLinkOptions): Promise<string>;

  /**
   * Disconnects every client (close code 1001) and stops listening. Idempotent; resolves within
   * `timers.closeMs`, also if clients do not answer.
   */
  close(): Promise<void>;
}
