import type { OutgoingBudget } from './outgoing-budget.js';

export interface OutboxLimits {
  readonly unackedMessages: number;
  readonly unackedBytes: number;
}

/**
 * Events that a client has not acknowledged, in the order in which they were sent, so that they
 * can be sent again on its next socket (protocol §11).
 */
export class Outbox {
  readonly #limits: OutboxLimits;
  readonly #outgoing: OutgoingBudget;
  readonly #packets = new Map<string, Uint8Array>();
  #bytes = 0;
  /** Old clients never acknowledge; from those nothing can be expected. */
  #acknowledges = false;

  /** @param outgoing Counts what is kept. */
  constructor(limits: OutboxLimits, outgoing: OutgoingBudget) {
    this.#limits = limits;
    this.#outgoing = outgoing;
  }

  /**
   * Keeps an event. When full, the oldest go if the client never acknowledged anything.
   *
   * @returns False if the outbox of a client that does acknowledge is full: it has lost touch.
   */
  add(transactionId: string, packet: Uint8Array): boolean {
    this.#packets.set(transactionId, packet);
    this.#outgoing.hold(packet);
    this.#bytes += packet.length;
    if (!this.#isOver()) return true;
    if (this.#acknowledges) return false;
    for (const oldest of this.#packets.keys()) {
      this.#remove(oldest);
      if (!this.#isOver()) break;
    }
    return true;
  }

  acknowledge(transactionId: string): void {
    if (this.#remove(transactionId)) this.#acknowledges = true;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Forgets everything, as what is too much from clients that never acknowledge is. */
  clear(): void {
    for (const transactionId of this.#packets.keys()) this.#remove(transactionId);
  }

  /** Whether its client acknowledges events at all, so that it may count on getting what it has not. */
  get isRelied(): boolean {
    return this.#acknowledges;
  }

  /** Oldest first. */
  packets(): Iterable<Uint8Array> {
    return this.#packets.values();
  }

  #isOver(): boolean {
    const { unackedMessages, unackedBytes } = this.#limits;
    return this.#packets.size > unackedMessages || this.#bytes > unackedBytes;
  }

  #remove(transactionId: string): boolean {
    const packet = this.#packets.get(transactionId);
    if (packet === undefined) return false;
    this.#bytes -= packet.length;
    this.#outgoing.release(packet);
    return this.#packets.delete(transactionId);
  }
}
