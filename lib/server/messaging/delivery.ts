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
import type { Audience, DeliverEffect, Effect } from '../sessions/effect.js';
import type { ClientRegistry } from './client-registry.js';
import type { MessagingClient } from './messaging-client.js';

/** Makes the effects of session operations happen. */
export class Delivery {
  readonly #clients: ClientRegistry;
  readonly #serverAddress: string;
  readonly #onOverflow: (client: MessagingClient) => void;
  readonly #queue: { readonly address: SessionAddress; readonly effect: Effect }[] = [];
  #delivering = false;

  /** @param onOverflow A client has too much unacknowledged and must go. */
  constructor(
    clients: ClientRegistry,
    serverAddress: string,
    onOverflow: (client: MessagingClient) => void,
  ) {
    this.#clients = clients;
    this.#serverAddress = serverAddress;
    this.#onOverflow = onOverflow;
  }

  /**
   * In order, at once. What that leads to, e.g. that a client too slow for it leaves, comes after
   * it for everybody: nobody may hear of a stream's end before its beginning.
   */
  deliver(address: SessionAddress, effects: readonly Effect[]): void {
    for (const effect of effects) this.#queue.push({ address, effect });
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
        this.#apply(next.address, next.effect);
      }
    } finally {
      this.#delivering = false;
    }
  }

  #apply(address: SessionAddress, effect: Effect): void {
    if (effect.kind === 'close') this.#close(effect.connectionId);
    else this.#send(address, effect);
  }

  #close(connectionId: string): void {
    const client = this.#clients.byConnection(connectionId);
    if (client === undefined) return;
    this.#clients.remove(client);
    client.close(closeCode.normal, 'disconnected by the session');
  }

  #send(address: SessionAddress, effect: DeliverEffect): void {
    const topic = sessionTopic(address);
    const receivers = this.#receivers(address, effect.to, topic);
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
  #receivers(address: SessionAddress, to: Audience, topic: string): MessagingClient[] {
    if ('only' in to) {
      const client = this.#clients.byConnection(to.only);
      const joined = client?.membership?.owner.record.address.sessionId;
      return client !== undefined && joined === address.sessionId ? [client] : [];
    }
    const { except, capability } = to;
    const receivers: MessagingClient[] = [];
    for (const client of this.#clients.inSession(address)) {
      if (client.connectionId === except || !client.topics.has(topic)) continue;
      const capabilities = client.membership?.member.capabilities;
      if (capability !== undefined && !capabilities?.includes(capability)) continue;
      receivers.push(client);
    }
    return receivers;
  }
}
