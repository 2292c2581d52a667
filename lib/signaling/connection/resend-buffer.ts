export interface ResendBufferLimits {
  readonly messages: number;
  readonly bytes: number;
}

/** Encoded messages that the server has not answered yet, in the order in which they were sent (protocol §11). */
export class ResendBuffer implements Iterable<Uint8Array<ArrayBuffer>> {
  readonly #messages = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly #limits: ResendBufferLimits;
  #bytes = 0;

  constructor(limits: ResendBufferLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#messages.size;
  }

  /** False, and nothing kept, if there is no room. */
  add(transactionId: string, message: Uint8Array<ArrayBuffer>): boolean {
    const { messages, bytes } = this.#limits;
    if (this.#messages.size >= messages || this.#bytes + message.length > bytes) return false;
    this.#messages.set(transactionId, message);
    this.#bytes += message.length;
    return true;
  }

  delete(transactionId: string): void {
    const message = this.#messages.get(transactionId);
    if (message === undefined) return;
    this.#messages.delete(transactionId);
    this.#bytes -= message.length;
  }

  clear(): void {
    this.#messages.clear();
    this.#bytes = 0;
  }

  [Symbol.iterator](): Iterator<Uint8Array<ArrayBuffer>> {
    return this.#messages.values();
  }
}
