import type { SignalingConfig } from '../signaling-config.js';
import type { Clock } from '../platform.js';

export interface KeepAliveOptions extends Pick<
  SignalingConfig,
  'pingIntervalMs' | 'probeTimeoutMs' | 'suspendedAfterMs'
> {
  readonly deadAfterMs: number;
  readonly clock: Clock;
  readonly ping: () => void;
  /** Nothing was heard for too long. Called once per `start()`. */
  readonly dead: () => void;
}

/** Finds out that a connection is dead although nobody closed it (protocol §11). */
export class KeepAlive {
  readonly #options: KeepAliveOptions;
  #pingTimer: unknown;
  #deadTimer: unknown;
  /** When the silence began, and how long it may last. */
  #silentSince = 0;
  #limitMs = 0;

  constructor(options: KeepAliveOptions) {
    this.#options = options;
  }

  start(): void {
    this.stop();
    this.heard();
    this.#schedulePing();
    this.#watch(this.#limitMs);
  }

  stop(): void {
    this.#options.clock.clearTimeout(this.#pingTimer);
    this.#options.clock.clearTimeout(this.#deadTimer);
  }

  /** Any packet is a sign of life. Cheap: no timer is touched. */
  heard(): void {
    this.#silentSince = this.#options.clock.now();
    this.#limitMs = this.#options.deadAfterMs;
  }

  /** Asks for a sign of life within the probe time. */
  probe(): void {
    this.#silentSince = this.#options.clock.now();
    this.#limitMs = this.#options.probeTimeoutMs;
    this.#options.ping();
    this.#watch(this.#limitMs);
  }

  #schedulePing(): void {
    this.#pingTimer = this.#options.clock.setTimeout(() => {
      this.#schedulePing();
      this.#options.ping();
    }, this.#options.pingIntervalMs);
  }

  #watch(ms: number): void {
    const { clock, suspendedAfterMs, dead } = this.#options;
    const due = clock.now() + ms;
    clock.clearTimeout(this.#deadTimer);
    this.#deadTimer = clock.setTimeout(() => {
      const left = this.#silentSince + this.#limitMs - clock.now();
      if (left > 0) {
        this.#watch(left);
      } else if (clock.now() - due > suspendedAfterMs) {
        // The process slept or was busy. What arrived meanwhile is still unread, so the silence proves nothing.
        this.probe();
      } else {
        this.stop();
        dead();
      }
    }, ms);
  }
}
