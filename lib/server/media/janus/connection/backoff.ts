import { setTimeout as delay } from 'node:timers/promises';

/** How much longer than the first the longest wait is. */
const most = 32;

/** Waits between tries, each twice as long as the one before it, within reason. */
export class Backoff {
  readonly #firstMs: number;
  #waits = 0;

  /** @param firstMs How long the first wait is, milliseconds. */
  constructor(firstMs: number) {
    this.#firstMs = firstMs;
  }

  /** Rejects when it is aborted. */
  async wait(signal?: AbortSignal): Promise<void> {
    const ms = this.#firstMs * Math.min(2 ** this.#waits++, most);
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  }

  /** It worked. */
  reset(): void {
    this.#waits = 0;
  }
}
