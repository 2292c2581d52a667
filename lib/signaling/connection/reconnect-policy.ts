import type { SignalingConfig } from '../signaling-config.js';

/** Why a connection, or an attempt to make one, ended. */
export interface LossCause {
  /**
   * `closed`: the WebSocket closed, with `code` (1006: it broke or never opened). `silent`: nothing was heard for too
   * long. `timeout`: it did not open, or the server did not answer on it, in time. `malformed`: too many messages in
   * a row that are no packets.
   */
  readonly kind: 'closed' | 'silent' | 'timeout' | 'malformed';
  /** WebSocket close code, with `closed`. */
  readonly code?: number;
  /** For people. */
  readonly detail: string;
}

export interface ReconnectContext {
  /** Number of the attempt to be made, from 1. A loss soon after a resume continues the count. */
  readonly attempt: number;
  /** Since the loss. */
  readonly elapsedMs: number;
  /** What ended the connection or the previous attempt. */
  readonly cause: LossCause;
}

/** Decides when a lost connection is tried again. Asked once per attempt. */
export interface ReconnectPolicy {
  /**
   * Milliseconds from the loss (first attempt) or from the start of the previous attempt until the next one, at least
   * 0; `null` gives up. An attempt that takes longer than the delay is followed at once.
   */
  nextDelay(context: ReconnectContext): number | null;
}

export type ReconnectPolicyOptions = Pick<
  SignalingConfig,
  'reconnectDelayMs' | 'reconnectJitter' | 'reconnectGiveUpMs'
>;

/** The protocol's policy (§11): the same delay every time, with jitter, until the time is up. */
export class SteadyReconnectPolicy implements ReconnectPolicy {
  readonly #options: ReconnectPolicyOptions;
  readonly #random: () => number;

  constructor(options: ReconnectPolicyOptions, random: () => number = Math.random) {
    this.#options = options;
    this.#random = random;
  }

  nextDelay({ elapsedMs }: ReconnectContext): number | null {
    const { reconnectDelayMs, reconnectJitter, reconnectGiveUpMs } = this.#options;
    // A timer may fire a fraction of a millisecond early.
    if (Math.ceil(elapsedMs) >= reconnectGiveUpMs) return null;
    return reconnectDelayMs * (1 + reconnectJitter * (2 * this.#random() - 1));
  }
}
