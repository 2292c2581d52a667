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
  readonly #frames = new Map<string, Uint8Array>();
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
  add(transactionId: string, frame: Uint8Array): boolean {
    this.#frames.set(transactionId, frame);
    this.#bytes += frame.length;
    if (!this.#isOver()) return true;
    if (this.#acknowledges) return false;
    for (const oldest of this.#frames.keys()) {
      this.#remove(oldest);
      if (!this.#isOver()) break;
    }
    return true;
  }

  acknowledge(transactionId: string): void {
    if (this.#remove(transactionId)) this.#acknowledges = true;
  }

  /** Oldest first. */
  frames(): Iterable<Uint8Array> {
    return this.#frames.values();
  }

  #isOver(): boolean {
    const { unackedMessages, unackedBytes } = this.#limits;
    return this.#frames.size > unackedMessages || this.#bytes > unackedBytes;
  }

  #remove(transactionId: string): boolean {
    const frame = this.#frames.get(transactionId);
    if (frame === undefined) return false;
    this.#bytes -= frame.length;
    return this.#frames.delete(transactionId);
  }
}
