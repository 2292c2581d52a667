import type { SignalingConfig } from '../signaling-config.js';

export interface AttemptSituation {
  /** Since the loss. */
  readonly elapsedMs: number;
  /** How long the first WebSocket took to open. */
  readonly openedInMs: number;
}

export type AttemptTimeoutConfig = Pick<
  SignalingConfig,
  'reconnectAttemptTimeoutMs' | 'reconnectGiveUpMs' | 'openTimeoutMs'
>;

/**
 * How long a reconnection attempt may take until the server's first packet, milliseconds.
 *
 * TCP repeats a lost SYN after 1, 3, 7, 15 s, so an attempt made in a dead network may notice its return seconds late:
 * attempts are short, and a network that was slow before gets time in proportion. A network that has become slow since
 * would never get through that way, so towards the end of the window an attempt may take what is left of it, and no more:
 * the outcome is there when the time is up.
 */
export function attemptTimeout(situation: AttemptSituation, config: AttemptTimeoutConfig): number {
  const short = Math.max(config.reconnectAttemptTimeoutMs, 3 * situation.openedInMs);
  const left = config.reconnectGiveUpMs - situation.elapsedMs;
  // Other policies than the default one may go on for longer.
  const isEnding = left > 0 && left <= config.openTimeoutMs;
  return isEnding ? left : Math.min(short, config.openTimeoutMs);
}
