import type { Clock } from '../platform.js';

/** A time limit that can be suspended: time without a messaging connection does not count. */
export class Deadline {
  readonly #clock: Clock;
  readonly #onExpire: () => void;
  #timer: unknown;

  constructor(clock: Clock, onExpire: () => void) {
    this.#clock = clock;
    this.#onExpire = onExpire;
  }

  get running(): boolean {
    return this.#timer !== undefined;
  }

  /** Starts, or starts over. */
  start(ms: number): void {
    this.clear();
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = undefined;
      this.#onExpire();
    }, ms);
  }

  clear(): void {
    if (this.#timer === undefined) return;
    this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
