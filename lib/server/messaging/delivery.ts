import {
  closeCode,
  createId,
  encodePacket,
  formatServerMessage,
  limits,
  messagePacket,
  sessionTopic,
} from '../../protocol/index.js';
import type { Audience, DeliverEffect, Effect } from '../sessions/effect.js';
import type { Session } from '../sessions/session.js';
import type { ClientRegistry } from './client-registry.js';
import type { MessagingClient } from './messaging-client.js';

/** Makes the effects of session operations happen. */
export class Delivery {
  readonly #clients: ClientRegistry;
  readonly #serverAddress: string;
  readonly #onLostTouch: (client: MessagingClient) => void;
  readonly #queue: { readonly session: Session; readonly effect: Effect }[] = [];
  #delivering = false;

  /** @param onLostTouch A client has too much unacknowledged and must go. */
  constructor(
    clients: ClientRegistry,
    serverAddress: string,
    onLostTouch: (client: MessagingClient) => void,
  ) {
    this.#clients = clients;
    this.#serverAddress = serverAddress;
    this.#onLostTouch = onLostTouch;
  }

  /**
   * In order, at once. What that leads to, e.g. that a client too slow for it leaves, comes after
   * it for everybody: nobody may hear of a stream's end before its beginning.
   */
  deliver(session: Session, effects: readonly Effect[]): void {
    for (const effect of effects) this.#queue.push({ session, effect });
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
        this.#apply(next.session, next.effect);
      }
    } finally {
      this.#delivering = false;
    }
  }

  #apply(session: Session, effect: Effect): void {
    if (effect.kind === 'end') this.#end(effect.connectionId);
    else this.#send(session, effect);
  }

  #end(connectionId: string): void {
    const client = this.#clients.byConnection(connectionId);
    if (client === undefined) return;
    this.#clients.remove(client);
    client.end(closeCode.normal, 'disconnected by the session');
  }

  #send(session: Session, effect: DeliverEffect): void {
    const topic = sessionTopic(session.address);
    const receivers = this.#receivers(session, effect.to, topic);
    if (receivers.length === 0) return;
    const transactionId = createId();
    // Encoded once, whatever the number of receivers.
    const packet = encodePacket(
      messagePacket({
        to: ['only' in effect.to ? effect.to.only : topic],
        from: effect.from ?? this.#serverAddress,
        transactionId,
        payload: formatServerMessage(session.address, effect.message),
      }),
      { maxPacketBytes: limits.serverPacketBytes },
    );
    for (const client of receivers) {
      if (!client.sendEvent(transactionId, packet)) this.#onLostTouch(client);
    }
  }

  /** Only members of this very session, so that nothing reaches another one. */
  #receivers(session: Session, to: Audience, topic: string): MessagingClient[] {
    if ('only' in to) {
      const client = this.#clients.byConnection(to.only);
      return client?.membership?.session === session ? [client] : [];
    }
    const { except, capability } = to;
    const receivers: MessagingClient[] = [];
    for (const [id, { capabilities }] of session.members) {
      if (id === except || (capability !== undefined && !capabilities.has(capability))) continue;
      const client = this.#clients.byConnection(id);
      if (client?.topics.has(topic)) receivers.push(client);
    }
    return receivers;
  }
}
