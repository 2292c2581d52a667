import type { FastifyInstance } from 'fastify';
import { serverAddress } from '../protocol/index.js';
import { SessionServerError } from './session-server-error.js';
import { ignoreUpgradeOffer, offersWebSocket } from './http/ignore-upgrade-offer.js';
import { createHttpServer } from './http/http-server.js';
import { MessagingServer } from './messaging/messaging-server.js';
import type { SessionServerOptions } from './server-options.js';
import { Projects } from './projects.js';
import { resolveOptions } from './resolve-options.js';
import { RunningSessionServer } from './running-session-server.js';
import type { SessionServer } from './session-server.js';
import { SessionRegistry } from './sessions/session-registry.js';
import { createIceServers } from './turn-credentials.js';

/**
 * Starts a session server in this process.
 *
 * @throws SessionServerError `address-in-use`, `address-unavailable`, `external-address` or
 *   `projects-file`.
 * @throws TypeError | RangeError for a wrong option; the message names it.
 */
export async function createSessionServer(
  options: SessionServerOptions = {},
): Promise<SessionServer> {
  const resolved = resolveOptions(options);
  const { host, port, limits, autoCreateSessions, logger } = resolved;
  const shared = {
    ...resolved,
    projects: await Projects.load(resolved.projects, resolved.projectsFile),
    sessions: new SessionRegistry({ maxSessions: limits.sessions, autoCreate: autoCreateSessions }),
    iceServers: createIceServers(resolved.iceServers, resolved.turn),
    serverAddress: serverAddress(resolved.publicUrl?.hostname ?? host),
  };
  const messaging = new MessagingServer(shared);
  const http = createHttpServer({
    ...shared,
    deliver: (session, effects) => {
      messaging.deliver(session, effects);
    },
  });
  http.server.on('upgrade', (request, socket, head) => {
    if (offersWebSocket(request)) messaging.handleUpgrade(request, socket, head);
    else ignoreUpgradeOffer(http.server, request, socket, head);
  });
  await listen(http, host, port);
  const server = new RunningSessionServer({ ...shared, http, messaging });
  logger.info({ url: server.url }, 'session server listens');
  return server;
}

/** @throws SessionServerError if the address cannot be listened on. */
async function listen(http: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await http.listen({ host, port });
  } catch (cause) {
    await http.close();
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
