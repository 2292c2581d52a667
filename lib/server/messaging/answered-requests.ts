/** How a request was answered. */
export interface Reply {
  readonly status: number;
  readonly payload: string;
}

/**
 * The latest replies by transaction id: a client that resends a request after reconnecting gets
 * the same answer, and nothing happens twice (protocol §11).
 */
export class AnsweredRequests {
  readonly #window: number;
  readonly #replies = new Map<string, Reply>();

  /** @param window How many are remembered. */
  constructor(window: number) {
    this.#window = window;
  }

  get(transactionId: string): Reply | undefined {
    return this.#replies.get(transactionId);
  }

  add(transactionId: string, reply: Reply): void {
    this.#replies.set(transactionId, reply);
    if (this.#replies.size <= this.#window) return;
    const [oldest] = this.#replies.keys();
    if (oldest !== undefined) this.#replies.delete(oldest);
  }
}
