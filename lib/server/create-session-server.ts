import { once } from 'node:events';
import type { Server } from 'node:http';
import { serverAddress } from '../protocol/index.js';
import { SessionServerError } from './session-server-error.js';
import { ignoreUpgradeOffer, offersWebSocket } from './http/ignore-upgrade-offer.js';
import { createHttpServer } from './http/http-server.js';
import { Pipelines } from './http/pipelines.js';
import { PageCodes } from './http/page/page-codes.js';
import { readPageFile } from './http/page/page-file.js';
import type { PageParts } from './http/page/page-routes.js';
import type { MediaPaths } from './media/media-path.js';
import { relayedRouter, type MediaRouter } from './media/media-router.js';
import { openRouter } from './media/open-router.js';
import { MessagingServer } from './messaging/messaging-server.js';
import type { SessionServerOptions } from './server-options.js';
import { Projects } from './projects.js';
import { resolveOptions, type ResolvedOptions } from './resolve-options.js';
import { RunningSessionServer } from './running-session-server.js';
import { SessionEvents } from './session-events.js';
import type { SessionServer } from './session-server.js';
import { MemorySessionStore } from './ownership/memory-session-store.js';
import { SessionDirectory } from './ownership/session-directory.js';
import { SessionIds } from './ownership/session-ids.js';
import type { SessionStore } from './ownership/session-store.js';
import { ClientAddresses } from './client-addresses.js';
import { Warnings } from './warnings.js';
import { createIceServers } from './turn-credentials.js';

/**
 * Starts a session server in this process.
 *
 * @throws SessionServerError `address-in-use`, `address-unavailable`, `external-address`,
 *   `page-missing`, `projects-file`, `tls`, or `router-…` if the media router cannot be had.
 * @throws TypeError | RangeError for a wrong option; the message names it.
 */
export function createSessionServer(options: SessionServerOptions = {}): Promise<SessionServer> {
  return startSessionServer(options);
}

/** What a server stands on, and what takes its place in tests and in a server of several processes. */
export interface ServerFoundations {
  /** Default: this process's memory. */
  readonly store?: SessionStore;
  /** Default: relayed, and by the media router of the options. */
  readonly mediaPaths?: MediaPaths;
}

/** The same on foundations of one's own. */
export async function startSessionServer(
  options: SessionServerOptions,
  foundations: ServerFoundations = {},
): Promise<SessionServer> {
  const resolved = resolveOptions(options);
  const { host, port, limits, logger } = resolved;
  const events = new SessionEvents();
  const projects = await Projects.load(resolved.projects, resolved.projectsFile);
  const router = await openRouter(resolved, (isUp) => {
    events.routerChanged(isUp);
  });
  const sessions = new SessionDirectory({
    ...resolved,
    store: foundations.store ?? new MemorySessionStore(limits.sessions, limits.sessionsPerProject),
    ids: new SessionIds((key) => projects.secretOf(key)),
    mediaPaths: foundations.mediaPaths ?? pathsOf(router),
    deliver: (address, effects) => {
      events.observe(address, effects);
      messaging.deliver(address, effects);
    },
    onLost: (address) => {
      messaging.closeSession(address);
    },
  });
  const shared = {
    ...resolved,
    sessions,
    events,
    router,
    page: resolved.page ? pageParts(resolved) : undefined,
    projects,
    addresses: new ClientAddresses(limits),
    pipelines: new Pipelines(),
    warnings: new Warnings(logger, limits.warningsPerSecond),
    iceServers: createIceServers(resolved.iceServers, resolved.turn),
    serverAddress: serverAddress(resolved.publicUrl?.hostname ?? host),
  };
  const messaging = new MessagingServer(shared);
  const http = createHttpServer(shared);
  http.on('upgrade', (request, socket, head) => {
    if (offersWebSocket(request)) messaging.handleUpgrade(request, socket, head);
    else ignoreUpgradeOffer(http, request, socket, head, shared.pipelines);
  });
  try {
    await listen(http, host, port);
  } catch (error) {
    await Promise.all([router?.close(), sessions.close()]);
    throw error;
  }
  const server = new RunningSessionServer({ ...shared, http, messaging });
  logger.info({ url: server.url }, 'session server listens');
  return server;
}

function pathsOf(router: MediaRouter | undefined): MediaPaths {
  const relayed = relayedRouter.openPath;
  return router === undefined ? { relayed } : { relayed, routed: router.openPath };
}

function pageParts({ limits, timers }: ResolvedOptions): PageParts {
  const codes = new PageCodes({ max: limits.pageCodes, lifetimeMs: timers.pageCodeMs });
  return { file: readPageFile(), codes };
}

/** @throws SessionServerError if the address cannot be listened on. */
async function listen(http: Server, host: string, port: number): Promise<void> {
  try {
    http.listen({ host, port });
    await once(http, 'listening');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'EADDRINUSE') {
      throw new SessionServerError('address-in-use', `port ${port} of ${host} is taken`, { cause });
    }
    const problem = typeof code === 'string' ? ` (${code})` : '';
    throw new SessionServerError(
      'address-unavailable',
      `cannot listen on port ${port} of ${host}${problem}`,
      { cause },
    );
  }
}
