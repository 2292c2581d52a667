import { setTimeout as sleep } from 'node:timers/promises';
import { nowUs } from '../../../measure/now-us.js';

/** Media time against the clock: what belongs at `mediaUs` is due `mediaUs` after the start. */
export class Pacer {
  readonly startUs: number;

  constructor(startUs = nowUs()) {
    this.startUs = startUs;
  }

  /** Media time now, microseconds. */
  get positionUs(): number {
    return nowUs() - this.startUs;
  }

  /**
   * Resolves when `mediaUs` is due, to the millisecond; at once if it is late, so that a stall is made good instead of
   * shifting all that follows. Rejects with the signal's reason when it is aborted.
   */
  async until(mediaUs: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const waitMs = Math.round((mediaUs - this.positionUs) / 1000);
    if (waitMs <= 0) return;
    try {
      await sleep(waitMs, undefined, { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  }
}
