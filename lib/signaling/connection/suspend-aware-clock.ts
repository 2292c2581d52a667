import type { SignalingConfig } from '../signaling-config.js';
import type { Clock } from '../platform.js';

interface Timer {
  handle: unknown;
}

/**
 * A clock for time limits on what others do. The time in which the process was suspended was not theirs: when it wakes,
 * what they sent meanwhile is still unread. A timeout that comes so late waits for another `probeTimeoutMs`.
 */
export class SuspendAwareClock implements Clock {
  readonly #clock: Clock;
  readonly #config: Pick<SignalingConfig, 'suspendedAfterMs' | 'probeTimeoutMs'>;

  constructor(clock: Clock, config: Pick<SignalingConfig, 'suspendedAfterMs' | 'probeTimeoutMs'>) {
    this.#clock = clock;
    this.#config = config;
  }

  now(): number {
    return this.#clock.now();
  }

  setTimeout(callback: () => void, ms: number): unknown {
    const { suspendedAfterMs, probeTimeoutMs } = this.#config;
    const due = this.now() + ms;
    const timer: Timer = {
      handle: this.#clock.setTimeout(() => {
        if (this.now() - due <= suspendedAfterMs) callback();
        else timer.handle = this.#clock.setTimeout(callback, probeTimeoutMs);
      }, ms),
    };
    return timer;
  }

  clearTimeout(handle: unknown): void {
    this.#clock.clearTimeout((handle as Timer | undefined)?.handle);
  }
}
