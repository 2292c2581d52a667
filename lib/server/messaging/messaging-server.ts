import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import {
  closeCode,
  encodePacket,
  isId,
  messagingPath,
  parseMessagingQuery,
  pongPacket,
  status,
} from '../../protocol/index.js';
import type { ClientPacket, SessionAddress } from '../../protocol/index.js';
import type { ServerLimits, ServerTimers } from '../server-limits.js';
import type { ClientAddresses } from '../client-addresses.js';
import { isAllowedOrigin, type AllowedOrigins } from '../origins.js';
import type { SessionDirectory } from '../ownership/session-directory.js';
import type { Projects } from '../projects.js';
import type { Effect } from '../sessions/effect.js';
import type { IceServers } from '../turn-credentials.js';
import type { Warnings } from '../warnings.js';
import { ClientLifecycle } from './client-lifecycle.js';
import { ClientRegistry } from './client-registry.js';
import { Delivery } from './delivery.js';
import { ClientSocket } from './client-socket.js';
import { MessagingClient } from './messaging-client.js';
import { OutgoingBudget, type PacketHolder } from './outgoing-budget.js';
import { rejectUpgrade } from './reject-upgrade.js';
import { RequestHandler } from './request-handler.js';
import { WriteBatch } from './write-batch.js';

export interface MessagingServerOptions {
  readonly sessions: SessionDirectory;
  readonly projects: Projects;
  readonly iceServers: IceServers;
  readonly serverAddress: string;
  readonly allowedOrigins: AllowedOrigins;
  readonly limits: ServerLimits;
  readonly timers: ServerTimers;
  readonly logger: Logger;
  readonly warnings: Warnings;
  readonly addresses: ClientAddresses;
}

/** Parts that a message may come in, as frames and as what the network makes of one: each takes memory, however small. */
const maxFragments = 256;
const maxBufferedChunks = 1024;

/** What a client said about its socket in the URL. */
type Query = ReturnType<typeof parseMessagingQuery>;

const serviceUnavailable = 503;
/** Shorter socket ids could be guessed, and whoever knows one can resume its connection. */
const socketIdChars = 16;

/** Takes messaging sockets and finds or makes the client that each belongs to. */
export class MessagingServer {
  readonly #options: MessagingServerOptions;
  readonly #wss: WebSocketServer;
  readonly #clients: ClientRegistry;
  readonly #delivery: Delivery;
  readonly #lifecycle: ClientLifecycle;
  readonly #batch = new WriteBatch();
  readonly #outgoing: OutgoingBudget;
  readonly #sockets = new Set<ClientSocket>();
  /** Whether each has joined meanwhile, oldest first: all that have not are here. */
  readonly #hasJoined = new Map<ClientSocket, () => boolean>();
  #closing = false;

  constructor(options: MessagingServerOptions) {
    this.#options = options;
    const { limits, timers, serverAddress } = options;
    const wsOptions = {
      noServer: true,
      maxPayload: limits.packetBytes,
      perMessageDeflate: false,
      maxFragments,
      maxBufferedChunks,
      // Not in the type declarations yet.
      closeTimeout: timers.closeMs,
    };
    this.#wss = new WebSocketServer(wsOptions);
    this.#outgoing = new OutgoingBudget(limits.outgoingBytesInAll, () => {
      this.#relieve();
    });
    const clients = new ClientRegistry(limits.departedIds);
    this.#clients = clients;
    const onOverflow = (client: MessagingClient): void => {
      this.#lifecycle.leave(client, 'networkDisconnected', 'too much is unacknowledged');
    };
    const delivery = new Delivery(clients, serverAddress, onOverflow, timers.deliverySliceMs);
    const requests = new RequestHandler({ ...options, clients, delivery });
    this.#delivery = delivery;
    this.#lifecycle = new ClientLifecycle({ ...options, clients, requests, delivery });
  }

  /** Makes the effects of an operation on a session happen. */
  deliver(address: SessionAddress, effects: readonly Effect[]): void {
    this.#delivery.deliver(address, effects);
  }

  /** Closes the clients of a session that is not run here any more. */
  closeSession(address: SessionAddress): void {
    for (const client of [...this.#clients.inSession(address)]) {
      this.#clients.remove(client);
      client.close(closeCode.stop, 'another server process has the session');
    }
  }

  /** For the HTTP server's `upgrade` event. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const base = 'ws://server';
    const target = request.url ?? '';
    const url = URL.canParse(target, base) ? new URL(target, base) : new URL(base);
    const query = parseMessagingQuery(url.searchParams);
    const rejection = this.#rejection(request, url.pathname, query);
    if (rejection !== undefined) {
      this.#options.addresses.refused(request.socket.remoteAddress);
      rejectUpgrade(socket, rejection);
      return;
    }
    this.#wss.handleUpgrade(request, socket, head, (ws) => {
      this.#open(ws, socket, query, request.socket.remoteAddress);
    });
  }

  /** Closes every socket with 1001; cuts those that do not answer within `timers.closeMs`. */
  async close(): Promise<void> {
    this.#closing = true;
    const closing = [...this.#wss.clients].map(closed);
    for (const client of this.#clients.all()) {
      this.#clients.remove(client);
      client.close(closeCode.goingAway, 'server closes');
    }
    for (const socket of this.#sockets) socket.close(closeCode.goingAway, 'server closes');
    await Promise.all(closing);
  }

  /** HTTP status to reject a socket with, if it must be. */
  #rejection(
    { headers, socket: { remoteAddress } }: IncomingMessage,
    path: string,
    { socketId, reconnect }: Query,
  ): number | undefined {
    const { limits, allowedOrigins, addresses } = this.#options;
    if (this.#closing) return serviceUnavailable;
    if (addresses.isBlocked(remoteAddress) || !addresses.canOpen(remoteAddress)) {
      return status.tooManyRequests;
    }
    if (path !== messagingPath) return status.notFound;
    if (!isAllowedOrigin(allowedOrigins, headers.origin)) return status.forbidden;
    if (this.#wss.clients.size >= limits.sockets) return serviceUnavailable;
    if (socketId === undefined) return undefined;
    if (!isId(socketId) || socketId.length < socketIdChars) return status.badRequest;
    // Only a client that says it comes back may have what belongs to a socket id.
    const taken = this.#clients.bySocket(socketId) !== undefined && !reconnect;
    return taken ? status.conflict : undefined;
  }

  #open(ws: WebSocket, transport: Duplex, query: Query, remoteAddress: string | undefined): void {
    const { limits, timers, logger, warnings, addresses } = this.#options;
    addresses.opened(remoteAddress);
    let client = this.#clients.bySocket(query.socketId);
    const socket = new ClientSocket(
      ws,
      transport,
      {
        ...{ limits, timers, logger, warnings, remoteAddress },
        ...{ batch: this.#batch, outgoing: this.#outgoing },
      },
      {
        onPacket: (packet) => {
          if (client === undefined) client = this.#connect(socket, query, packet, deadline);
          else this.#lifecycle.receive(client, packet);
        },
        onClose: () => {
          this.#sockets.delete(socket);
          this.#hasJoined.delete(socket);
          addresses.closed(remoteAddress);
          if (client === undefined) clearTimeout(deadline);
          else if (client.socket === socket) this.#lifecycle.lost(client);
        },
      },
    );
    this.#sockets.add(socket);
    if (client !== undefined) {
      this.#lifecycle.resume(client, socket);
      return;
    }
    this.#admit(socket, () => client?.membership !== undefined);
    const deadline = setTimeout(() => {
      if (client === undefined) socket.close(closeCode.policyViolation, 'handshake timeout');
      else this.#lifecycle.leave(client, 'networkDisconnected', 'handshake timeout');
    }, timers.handshakeMs);
  }

  /** Too much waits to be sent in all: those who keep most waiting go. */
  #relieve(): void {
    const { warnings } = this.#options;
    // Their clients are told, or do not read that they are.
    for (const ws of this.#wss.clients) if (ws.readyState === ws.CLOSING) ws.terminate();
    const why = 'too much waits to be sent';
    const clients = this.#clients.all();
    const own = new Set(clients.map(({ socket }) => socket));
    // Clients that never acknowledge lose only what they would have got after a loss.
    const forgetful = clients.map((client): PacketHolder => {
      return {
        waitingBytes: client.unacknowledgedBytes,
        giveUp: () => client.forgetEvents(),
      };
    });
    const slow = clients.map((client): PacketHolder => {
      const { socket } = client;
      return {
        waitingBytes: client.unacknowledgedBytes + (socket?.waitingBytes ?? 0),
        giveUp: () => {
          warnings.warn({ connection: client.connectionId }, why);
          this.#lifecycle.leave(client, 'networkDisconnected', why);
          socket?.cut();
        },
      };
    });
    const strangers = [...this.#sockets].filter((socket) => !own.has(socket));
    const silent = strangers.map((socket): PacketHolder => {
      return {
        waitingBytes: socket.waitingBytes,
        giveUp: () => {
          socket.cut();
        },
      };
    });
    this.#outgoing.relieve(forgetful);
    this.#outgoing.relieve([...slow, ...silent]);
  }

  /** Sockets that have not joined go, the oldest first, when there are too many of them. */
  #admit(socket: ClientSocket, hasJoined: () => boolean): void {
    this.#hasJoined.set(socket, hasJoined);
    for (const [oldest, joined] of this.#hasJoined) {
      if (this.#hasJoined.size <= this.#options.limits.socketsNotJoined) break;
      this.#hasJoined.delete(oldest);
      if (joined()) continue;
      oldest.close(closeCode.policyViolation, 'too many sockets that have not joined');
    }
  }

  /**
   * The first packet of a socket that resumes nothing: only a CONNECT makes sense (§11).
   *
   * @param deadline Passes to the client, which must have joined by then.
   */
  #connect(
    socket: ClientSocket,
    { socketId, reconnect }: Query,
    packet: ClientPacket,
    deadline: NodeJS.Timeout,
  ): MessagingClient | undefined {
    if (packet.type === 'ping' && !reconnect) {
      socket.send(encodePacket(pongPacket()));
      return undefined;
    }
    if (packet.type !== 'connect') {
      if (reconnect) socket.close(closeCode.stop, 'unknown socket id');
      else socket.close(closeCode.protocolError, 'CONNECT expected');
      return undefined;
    }
    const { connectionId, transactionId } = packet;
    const client = new MessagingClient(
      connectionId,
      socketId,
      this.#options.limits,
      this.#outgoing,
    );
    client.attach(socket);
    // Two sockets with the same new socket id race: the first to connect has it.
    if (this.#clients.bySocket(socketId) !== undefined || !this.#clients.add(client)) {
      this.#options.logger.warn({ connection: connectionId }, 'connection id is taken');
      client.sendStatus(transactionId, { status: status.conflict, payload: '' });
      client.close(closeCode.stop, 'connection id is taken');
      return undefined;
    }
    client.deadline = deadline;
    client.sendStatus(transactionId, { status: status.ok, payload: '' });
    return client;
  }
}

function closed(ws: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    ws.once('close', () => {
      resolve();
    });
  });
}
