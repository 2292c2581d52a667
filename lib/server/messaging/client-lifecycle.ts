import type { Logger } from 'pino';
import { closeCode, encodePacket, pongPacket, status } from '../../protocol/index.js';
import type { ClientPacket, ConnectionReason } from '../../protocol/index.js';
import type { ServerLimits, ServerTimers } from '../server-limits.js';
import type { ClientRegistry } from './client-registry.js';
import type { ClientSocket } from './client-socket.js';
import type { Delivery } from './delivery.js';
import type { MessagingClient } from './messaging-client.js';
import type { RequestHandler } from './request-handler.js';

export interface ClientLifecycleOptions {
  readonly clients: ClientRegistry;
  readonly requests: RequestHandler;
  readonly delivery: Delivery;
  readonly limits: ServerLimits;
  readonly timers: ServerTimers;
  readonly logger: Logger;
}

/** Characters that a client's packets may have while they wait for a request that takes time. */
const queueChars = 1024 * 1024;

/** More than the URI of a session can have. */
const topicChars = 2048;

const pong = encodePacket(pongPacket());

/** What becomes of a client after its CONNECT: packets, loss and return of its socket, its end. */
export class ClientLifecycle {
  readonly #options: ClientLifecycleOptions;

  constructor(options: ClientLifecycleOptions) {
    this.#options = options;
  }

  receive(client: MessagingClient, packet: ClientPacket): void {
    if (client.isClosed || client.isExpelled) return;
    // These two change nothing of what the client asks for, and need not wait for it.
    if (packet.type === 'ping') {
      this.#pong(client);
    } else if (packet.type === 'acknowledge') {
      if (packet.transactionId !== undefined) client.acknowledge(packet.transactionId);
    } else if (client.isWaiting) {
      this.#queue(client, packet);
    } else {
      this.#handle(client, packet);
    }
  }

  /** Goes on with a new socket in place of the one that was lost, or is about to be (§11). */
  resume(client: MessagingClient, socket: ClientSocket): void {
    const old = client.socket;
    // Detached first, so that the old socket's end does not count as a loss.
    client.detach();
    old?.close(closeCode.replaced, 'replaced by a new socket');
    if (client.membership !== undefined) clearTimeout(client.deadline);
    this.#options.logger.info({ connection: client.connectionId }, 'connection resumed');
    client.attach(socket);
  }

  /** The socket is gone; the client may come back if it can say who it was. */
  lost(client: MessagingClient): void {
    client.detach();
    // It was closed on purpose: nobody is waited for.
    if (client.isClosed) return;
    if (client.socketId === undefined) {
      this.leave(client, 'networkDisconnected', 'socket lost');
    } else if (client.membership !== undefined) {
      this.#options.logger.info({ connection: client.connectionId }, 'socket lost');
      clearTimeout(client.deadline);
      client.deadline = setTimeout(() => {
        this.leave(client, 'networkDisconnected', 'grace period is over');
      }, this.#options.timers.graceMs);
    }
  }

  /** Closes the client and tells the others in its session. */
  leave(client: MessagingClient, reason: ConnectionReason, why: string): void {
    if (client.isClosed) return;
    const { clients, logger } = this.#options;
    clients.remove(client);
    const clean = reason === 'clientDisconnected';
    client.close(clean ? closeCode.normal : closeCode.policyViolation, why);
    const { membership, connectionId } = client;
    logger.info({ connection: connectionId, reason, why }, 'connection left');
    membership?.owner.leave(connectionId, reason);
  }

  /** In its place among the events, so that whoever has it knows that everything before it has come. */
  #pong(client: MessagingClient): void {
    const { membership } = client;
    const send = (): void => {
      client.socket?.send(pong);
    };
    if (membership === undefined) send();
    else this.#options.delivery.inOrder(membership.owner.record.address, send);
  }

  #handle(client: MessagingClient, packet: ClientPacket): void {
    switch (packet.type) {
      case 'connect': {
        // Again after its STATUS was lost, or somebody who wants another id on the same socket.
        const same = packet.connectionId === client.connectionId;
        const code = same ? status.ok : status.conflict;
        client.sendStatus(packet.transactionId, { status: code, payload: '' });
        break;
      }
      case 'subscribe':
        for (const topic of packet.topics) client.topics.add(topic);
        if (packet.topics.some(({ length }) => length > topicChars)) {
          this.leave(client, 'networkDisconnected', 'topic is too long');
          break;
        }
        if (client.topics.size > this.#options.limits.topicsPerConnection) {
          this.leave(client, 'networkDisconnected', 'too many topics');
        }
        break;
      case 'unsubscribe':
        for (const topic of packet.topics) client.topics.delete(topic);
        break;
      case 'message': {
        const answered = this.#options.requests.handle(client, packet);
        if (answered !== undefined) void this.#wait(client, answered);
        break;
      }
      case 'disconnect':
        this.leave(client, 'clientDisconnected', 'disconnected');
        break;
      case 'acknowledge':
      case 'ping':
      case 'unknown':
        break;
    }
  }

  #queue(client: MessagingClient, packet: ClientPacket): void {
    client.queue.push(packet);
    const { length, chars } = client.queue;
    if (length > this.#options.limits.messageBurst || chars > queueChars) {
      client.socket?.close(closeCode.policyViolation, 'too many packets');
    }
    if (packet.type !== 'disconnect') return;
    client.isLeaving = true;
    cancelMedia(client);
  }

  /** Holds later packets back until a request is answered, so that a client's requests are answered in order. */
  async #wait(client: MessagingClient, answered: Promise<void>): Promise<void> {
    const joins = client.membership === undefined;
    client.isWaiting = true;
    // What was sent before DISCONNECT still counts, but what the media path has to agree to is not waited for.
    if (client.isLeaving) cancelMedia(client);
    await answered;
    client.isWaiting = false;
    if (client.isClosed) return;
    if (joins && client.membership !== undefined) {
      clearTimeout(client.deadline);
      // Lost while joining was under way.
      if (client.socket === undefined) this.lost(client);
    }
    this.#handleQueue(client);
  }

  /** Up to a request that takes time again. */
  #handleQueue(client: MessagingClient): void {
    while (!client.isWaiting && !client.isClosed) {
      const packet = client.queue.shift();
      if (packet === undefined) break;
      this.#handle(client, packet);
    }
  }
}

function cancelMedia({ membership, connectionId }: MessagingClient): void {
  membership?.owner.cancelMedia(connectionId);
}
