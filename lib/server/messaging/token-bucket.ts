/** Limits how often something may happen: on average `perSecond`, at once `burst` times. */
export class TokenBucket {
  readonly #perMs: number;
  readonly #burst: number;
  readonly #now: () => number;
  #tokens: number;
  #filledAt: number;

  /** @param now Milliseconds; must not go backwards. */
  constructor(perSecond: number, burst: number, now: () => number = () => performance.now()) {
    this.#perMs = perSecond / 1000;
    this.#burst = burst;
    this.#now = now;
    this.#tokens = burst;
    this.#filledAt = now();
  }

  /** Whether it may happen now; if so it counts. */
  take(): boolean {
    if (this.isEmpty()) return false;
    this.#tokens--;
    return true;
  }

  /** Whether it may not happen now. */
  isEmpty(): boolean {
    const now = this.#now();
    this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#filledAt) * this.#perMs);
    this.#filledAt = now;
    return this.#tokens < 1;
  }
}
