import { maxTimerMs } from '../../common/validation/index.js';
import type { LossCause, ReconnectPolicy } from './reconnect-policy.js';
import type { Clock } from '../platform.js';

/** How far a series of attempts has come. */
export interface ReconnectProgress {
  /** Attempts made. */
  readonly attempts: number;
  /** Since the loss that began the series. */
  readonly elapsedMs: number;
}

export interface ReconnectorOptions {
  readonly clock: Clock;
  readonly policy: ReconnectPolicy;
  /** A loss sooner than this after a success continues the series. */
  readonly stableMs: number;
  /** An attempt will be made. */
  readonly scheduled?: (attempt: number, inMs: number) => void;
  /** Make an attempt now. */
  readonly attempt: (progress: ReconnectProgress) => void;
  /** The policy wants no more; `error` if it threw or returned what is no delay. */
  readonly gaveUp: (cause: LossCause, error?: unknown) => void;
}

/** Runs the attempts of a {@link ReconnectPolicy}: one at a time, no sooner than it wants. */
export class Reconnector {
  readonly #options: ReconnectorOptions;
  #attempts = 0;
  /** When the series began, when its last attempt (or, before the first, the loss) was, and when it succeeded. */
  #since = 0;
  #reference = 0;
  #succeededAt = -Infinity;
  #timer: unknown;

  constructor(options: ReconnectorOptions) {
    this.#options = options;
  }

  /** The connection is lost: begins a series, or continues one that succeeded only just now. */
  lost(cause: LossCause): void {
    const now = this.#options.clock.now();
    // Otherwise a server that accepts and drops us in turn would be tried for ever, at full speed.
    if (now - this.#succeededAt >= this.#options.stableMs) {
      this.#attempts = 0;
      this.#since = now;
    }
    this.#reference = now;
    this.failed(cause);
  }

  /** The attempt failed; the next one follows when the policy says. */
  failed(cause: LossCause): void {
    const { clock, gaveUp } = this.#options;
    let delay: number | null;
    try {
      delay = this.#nextDelay(cause);
    } catch (error) {
      gaveUp(cause, error);
      return;
    }
    if (delay === null) gaveUp(cause);
    else this.#schedule(Math.max(0, this.#reference + delay - clock.now()));
  }

  succeeded(): ReconnectProgress {
    this.stop();
    this.#succeededAt = this.#options.clock.now();
    return this.#progress();
  }

  /** Does not wait for the next attempt. */
  hurry(): void {
    this.#schedule(0);
  }

  stop(): void {
    this.#options.clock.clearTimeout(this.#timer);
  }

  #schedule(ms: number): void {
    this.stop();
    const { clock, attempt } = this.#options;
    // A timer that gets more than it can wait fires at once.
    const wait = Math.min(ms, maxTimerMs);
    this.#options.scheduled?.(this.#attempts + 1, wait);
    this.#timer = clock.setTimeout(() => {
      this.#attempts++;
      this.#reference = clock.now();
      attempt(this.#progress());
    }, wait);
  }

  #nextDelay(cause: LossCause): number | null {
    const { attempts, elapsedMs } = this.#progress();
    const delay = this.#options.policy.nextDelay({ attempt: attempts + 1, elapsedMs, cause });
    if (delay === null || (Number.isFinite(delay) && delay >= 0)) return delay;
    throw new RangeError(`nextDelay must return null or milliseconds of at least 0, got ${delay}`);
  }

  #progress(): ReconnectProgress {
    return { attempts: this.#attempts, elapsedMs: this.#options.clock.now() - this.#since };
  }
}
