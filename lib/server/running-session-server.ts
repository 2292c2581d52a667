import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isIPv6 } from 'node:net';
import { pipe, type InferOutput } from 'valibot';
import {
  check,
  number,
  oneOf,
  optional,
  optionsOf,
  rule,
  string,
} from '../common/validation/index.js';
import { isId, isWellFormed, limits } from '../protocol/index.js';
import { SessionServerError } from './session-server-error.js';
import type { PageParts } from './http/page/page-routes.js';
import type { MediaRouter } from './media/media-router.js';
import type { MessagingServer } from './messaging/messaging-server.js';
import type { Projects } from './projects.js';
import type { SessionDirectory } from './ownership/session-directory.js';
import type { SessionEvents } from './session-events.js';
import type {
  CreatedSession,
  CreateSessionOptions,
  GenerateTokenOptions,
  PageLinkOptions,
  ProjectCredentials,
  SessionServer,
} from './session-server.js';
import { locationSchema } from './sessions/location.js';
import { RequestRejected } from './sessions/request-rejected.js';

export interface ServerParts {
  readonly host: string;
  readonly publicUrl: URL | undefined;
  readonly tls: object | undefined;
  readonly projects: Projects;
  readonly sessions: SessionDirectory;
  readonly messaging: MessagingServer;
  readonly events: SessionEvents;
  readonly page: PageParts | undefined;
  /** Of routed sessions, if there is one. */
  readonly router: MediaRouter | undefined;
  /** Listens already. */
  readonly http: Server;
}

const sessionOptions = optionsOf({
  mediaMode: optional(oneOf('relayed', 'routed')),
  location: optional(locationSchema),
  archiveMode: optional(oneOf('manual', 'always')),
  apiKey: optional(string()),
});

const tokenMembers = {
  role: optional(oneOf('subscriber', 'publisher', 'publisheronly', 'moderator')),
  data: optional(
    pipe(string(limits.connectionDataChars), rule(isWellFormed, 'must have no lone surrogate')),
  ),
  expiresInSeconds: optional(
    number(
      1,
      limits.tokenMaxLifetimeSeconds,
      `a number of seconds from 1 to ${limits.tokenMaxLifetimeSeconds} (30 days)`,
    ),
  ),
  format: optional(oneOf('t1', 'jwt'), 'jwt'),
};

const tokenOptions = optionsOf(tokenMembers);

const pageLinkOptions = optionsOf({
  ...tokenMembers,
  name: optional(
    pipe(
      string(64),
      rule((name) => isId(name), 'must have 1-64 characters A-Z a-z 0-9 - _ . ~'),
    ),
    'session',
  ),
});

type CheckedTokenOptions = InferOutput<typeof tokenOptions>;

/** A server that listens. */
export class RunningSessionServer implements SessionServer {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly apiKey: string;
  readonly projects: readonly ProjectCredentials[];
  readonly events: SessionEvents;
  readonly #parts: ServerParts;
  #closed: Promise<void> | undefined;

  constructor(parts: ServerParts) {
    this.#parts = parts;
    const { host, http, publicUrl, projects } = parts;
    this.host = host;
    this.events = parts.events;
    this.port = (http.address() as AddressInfo).port;
    this.url =
      publicUrl?.origin ?? `${parts.tls ? 'https' : 'http'}://${urlHost(host)}:${this.port}`;
    this.projects = projects.credentials;
    this.apiKey = this.projects[0]?.apiKey ?? '';
  }

  async createSession(options: CreateSessionOptions = {}): Promise<CreatedSession> {
    this.#checkOpen();
    const {
      apiKey = this.apiKey,
      location,
      archiveMode,
      mediaMode: wanted,
    } = check(sessionOptions, options, 'options');
    if (!this.#parts.projects.has(apiKey)) {
      throw new SessionServerError('unknown-project', `the server has no project ${apiKey}`);
    }
    if (archiveMode === 'always') {
      throw new SessionServerError('not-offered', 'archiveMode always: archiving is not offered');
    }
    if (wanted !== undefined && !this.#parts.sessions.offers(wanted)) {
      const text = `mediaMode ${wanted}: the server has no media router, see the option router`;
      throw new SessionServerError('not-offered', text);
    }
    try {
      const { address, mediaMode } = await this.#parts.sessions.create(apiKey, location, wanted);
      return { sessionId: address.sessionId, apiKey, mediaMode };
    } catch (cause) {
      if (!(cause instanceof RequestRejected)) throw cause;
      throw new SessionServerError('too-many-sessions', cause.message, { cause });
    }
  }

  async generateToken(sessionId: string, options: GenerateTokenOptions = {}): Promise<string> {
    this.#checkOpen();
    return this.#tokenFor(sessionId, check(tokenOptions, options, 'options'));
  }

  async #tokenFor(
    sessionId: string,
    { role, data, expiresInSeconds, format }: CheckedTokenOptions,
  ): Promise<string> {
    const key = await this.#keyOf(sessionId);
    return this.#parts.projects.createToken(key, format, {
      sessionId,
      role,
      connectionData: data,
      lifetimeSeconds: expiresInSeconds,
    });
  }

  async createPageLink(sessionId: string, options: PageLinkOptions = {}): Promise<string> {
    this.#checkOpen();
    const { name, ...forToken } = check(pageLinkOptions, options, 'options');
    const { page } = this.#parts;
    if (!page) throw new SessionServerError('not-offered', 'the page is not served: page: true');
    const token = await this.#tokenFor(sessionId, forToken);
    const apiKey = await this.#keyOf(sessionId);
    const code = page.codes.add({ apiKey, sessionId, token });
    return `${this.url}/s/${name}#${code}`;
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    const { messaging, sessions, http, router } = this.#parts;
    await Promise.all([messaging.close(), sessions.close()]);
    await router?.close();
    const closed = once(http, 'close');
    http.close();
    http.closeAllConnections();
    await closed;
    this.events.close();
  }

  #checkOpen(): void {
    if (this.#closed !== undefined) {
      throw new SessionServerError('closed', 'the session server is closed');
    }
  }

  /** @throws SessionServerError `unknown-session`. */
  async #keyOf(sessionId: string): Promise<string> {
    const key = await this.#parts.sessions.keyOf(sessionId);
    if (key !== undefined) return key;
    throw new SessionServerError('unknown-session', 'the server has no such session');
  }
}

/** What to put into a URL to reach the address listened on. */
function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return isIPv6(host) ? `[${host}]` : host;
}
