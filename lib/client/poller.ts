import { currentPlatform } from './client-platform.js';

/** Repeats a piece of work at an interval while it is wanted: never twice at once, never holding the process. */
export class Poller {
  readonly #intervalMs: number;
  readonly #work: () => Promise<void>;
  #stop: (() => void) | undefined;
  #busy = false;

  /** A rejection of `work` is a round without result. */
  constructor(intervalMs: number, work: () => Promise<void>) {
    this.#intervalMs = intervalMs;
    this.#work = work;
  }

  set wanted(wanted: boolean) {
    if (wanted) {
      this.#stop ??= currentPlatform().repeat(() => void this.#round(), this.#intervalMs);
    } else {
      this.#stop?.();
      this.#stop = undefined;
    }
  }

  async #round(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await this.#work();
    } catch {
      // The connection asked has just closed.
    } finally {
      this.#busy = false;
    }
  }
}
