import type { Logger } from 'pino';
import { closeCode, encodePacket, pongPacket, status } from '../../protocol/index.js';
import type { ClientPacket, ConnectionReason } from '../../protocol/index.js';
import type { ServerLimits, ServerTimers } from '../server-limits.js';
import { leave } from '../sessions/membership.js';
import type { ClientRegistry } from './client-registry.js';
import type { Delivery } from './delivery.js';
import type { ClientSocket } from './client-socket.js';
import type { MessagingClient } from './messaging-client.js';
import type { Requests } from './answer-requests.js';

export interface ClientLifecycleOptions {
  readonly clients: ClientRegistry;
  readonly delivery: Delivery;
  readonly requests: Requests;
  readonly limits: ServerLimits;
  readonly timers: ServerTimers;
  readonly logger: Logger;
}

const pong = encodePacket(pongPacket());

/** What becomes of a client after its CONNECT: packets, loss and return of its socket, its end. */
export class ClientLifecycle {
  readonly #options: ClientLifecycleOptions;

  constructor(options: ClientLifecycleOptions) {
    this.#options = options;
  }

  receive(client: MessagingClient, packet: ClientPacket): void {
    if (client.isEnded) return;
    if (packet.type === 'ping') {
      client.socket?.send(pong);
    } else if (client.isJoining) {
      client.waiting.push(packet);
      if (client.waiting.length > this.#options.limits.messageBurst) {
        client.socket?.close(closeCode.policyViolation, 'too many packets');
      }
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
    if (client.isEnded) return;
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

  /** Ends the client and tells the others in its session. */
  leave(client: MessagingClient, reason: ConnectionReason, why: string): void {
    if (client.isEnded) return;
    const { clients, delivery, logger } = this.#options;
    clients.remove(client);
    const clean = reason === 'clientDisconnected';
    client.end(clean ? closeCode.normal : closeCode.policyViolation, why);
    const { membership, connectionId } = client;
    logger.info({ connection: connectionId, reason, why }, 'connection left');
    if (membership === undefined) return;
    const { session, member } = membership;
    delivery.deliver(session, leave(session, member, reason));
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
        if (client.topics.size > this.#options.limits.topicsPerConnection) {
          this.leave(client, 'networkDisconnected', 'too many topics');
        }
        break;
      case 'unsubscribe':
        for (const topic of packet.topics) client.topics.delete(topic);
        break;
      case 'message': {
        const joining = this.#options.requests.handle(client, packet);
        if (joining !== undefined) void this.#join(client, joining);
        break;
      }
      case 'disconnect':
        this.leave(client, 'clientDisconnected', 'disconnected');
        break;
      case 'acknowledge':
        if (packet.transactionId !== undefined) client.acknowledge(packet.transactionId);
        break;
      case 'ping':
      case 'unknown':
        break;
    }
  }

  /** Holds later packets back until joining has succeeded or failed. */
  async #join(client: MessagingClient, joining: Promise<void>): Promise<void> {
    client.isJoining = true;
    await joining;
    client.isJoining = false;
    if (client.isEnded) return;
    if (client.membership !== undefined) {
      clearTimeout(client.deadline);
      // Lost while joining was under way.
      if (client.socket === undefined) this.lost(client);
    }
    // If one of them joins anew, those after it wait again.
    for (const packet of client.waiting.splice(0)) this.receive(client, packet);
  }
}
