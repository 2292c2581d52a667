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
  readonly #packets = new Map<string, Uint8Array>();
  #bytes = 0;
  /** Old clients never acknowledge; from those nothing can be expected. */
  #acknowledges = false;

  constructor(limits: OutboxLimits) {
    this.#limits = limits;
  }

  /**
   * Keeps an event. When full, the oldest go if the client never acknowledged anything.
   *
   * @returns False if the outbox of a client that does acknowledge is full: it has lost touch.
   */
  add(transactionId: string, packet: Uint8Array): boolean {
    this.#packets.set(transactionId, packet);
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
    return this.#packets.delete(transactionId);
  }
}
