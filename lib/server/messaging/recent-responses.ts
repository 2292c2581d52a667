/** How a request was answered. */
export interface RequestResponse {
  readonly status: number;
  readonly payload: string;
}

/**
 * The latest responses by transaction id: a client that resends a request after reconnecting gets
 * the same one, and nothing happens twice (protocol §11).
 */
export class RecentResponses {
  readonly #window: number;
  readonly #responses = new Map<string, RequestResponse>();

  /** @param window How many are remembered. */
  constructor(window: number) {
    this.#window = window;
  }

  get(transactionId: string): RequestResponse | undefined {
    return this.#responses.get(transactionId);
  }

  add(transactionId: string, response: RequestResponse): void {
    this.#responses.set(transactionId, response);
    if (this.#responses.size <= this.#window) return;
    const [oldest] = this.#responses.keys();
    if (oldest !== undefined) this.#responses.delete(oldest);
  }
}
