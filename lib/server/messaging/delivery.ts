import {
  closeCode,
  createId,
  encodePacket,
  formatServerMessage,
  limits,
  messagePacket,
  sessionTopic,
} from '../../protocol/index.js';
import type { SessionAddress } from '../../protocol/index.js';
import { defaultTimers } from '../server-limits.js';
import type { Audience, DeliverEffect, Effect } from '../sessions/effect.js';
import type { ClientRegistry } from './client-registry.js';
import { DeliveryQueue } from './delivery-queue.js';
import type { MessagingClient } from './messaging-client.js';

/** Makes the effects of session operations happen. */
export class Delivery {
  readonly #clients: ClientRegistry;
  readonly #serverAddress: string;
  readonly #onOverflow: (client: MessagingClient) => void;
  readonly #queue: DeliveryQueue;
  #sequence = 0;

  /**
   * @param onOverflow A client has too much unacknowledged and must go.
   * @param sliceMs How long deliveries may keep the event loop from everything else.
   */
  constructor(
    clients: ClientRegistry,
    serverAddress: string,
    onOverflow: (client: MessagingClient) => void,
    sliceMs: number = defaultTimers.deliverySliceMs,
  ) {
    this.#clients = clients;
    this.#serverAddress = serverAddress;
    this.#onOverflow = onOverflow;
    this.#queue = new DeliveryQueue(sliceMs);
  }

  /** Of the effect that comes next: a client that joins now gets this one and those after it. */
  get sequence(): number {
    return this.#sequence;
  }

  /** How many effects wait for a session's turn. */
  waiting({ sessionId }: SessionAddress): number {
    return this.#queue.waiting(sessionId);
  }

  /**
   * In order. What that leads to, e.g. that a client too slow for it leaves, comes after it for everybody: nobody may hear
   * of a stream's end before its beginning.
   */
  deliver(address: SessionAddress, effects: readonly Effect[]): void {
    for (const effect of effects) {
      const sequence = this.#sequence++;
      if (effect.kind === 'close') {
        // Until it hears of it, it can do nothing any more.
        this.#clients.byConnection(effect.connectionId)?.expel();
        this.inOrder(address, () => {
          this.#close(effect.connectionId);
        });
      } else {
        this.inOrder(address, () => {
          this.#send(address, effect, sequence);
        });
      }
    }
  }

  /** Does something in its place among the effects of a session. */
  inOrder({ sessionId }: SessionAddress, run: () => void): void {
    this.#queue.add(sessionId, run);
  }

  #close(connectionId: string): void {
    const client = this.#clients.byConnection(connectionId);
    if (client === undefined) return;
    this.#clients.remove(client);
    client.close(closeCode.normal, 'disconnected by the session');
  }

  #send(address: SessionAddress, effect: DeliverEffect, sequence: number): void {
    const topic = sessionTopic(address);
    const receivers = this.#receivers(address, effect.to, topic, sequence);
    if (receivers.length === 0) return;
    const transactionId = createId();
    // Encoded once, whatever the number of receivers.
    const packet = encodePacket(
      messagePacket({
        to: ['only' in effect.to ? effect.to.only : topic],
        from: effect.from ?? this.#serverAddress,
        transactionId,
        payload: formatServerMessage(address, effect.message),
      }),
      { maxPacketBytes: limits.serverPacketBytes },
    );
    for (const client of receivers) {
      if (!client.sendEvent(transactionId, packet)) this.#onOverflow(client);
    }
  }

  /** Only clients in this very session, so that nothing reaches another one. */
  #receivers(
    address: SessionAddress,
    to: Audience,
    topic: string,
    sequence: number,
  ): MessagingClient[] {
    if ('only' in to) {
      const client = this.#clients.byConnection(to.only);
      const joined = client?.membership?.owner.record.address.sessionId;
      return client !== undefined && joined === address.sessionId ? [client] : [];
    }
    const { except, capability } = to;
    const receivers: MessagingClient[] = [];
    for (const client of this.#clients.inSession(address)) {
      if (client.connectionId === except || !client.topics.has(topic)) continue;
      // What was before it came is in the state that it reads.
      if (client.joinedAt > sequence) continue;
      const capabilities = client.membership?.member.capabilities;
      if (capability !== undefined && !capabilities?.includes(capability)) continue;
      receivers.push(client);
    }
    return receivers;
  }
}
