import type { IceConnectionState } from '../../media/engine.js';
import { Deadline } from '../connection/deadline.js';
import type { Clock } from '../platform.js';

export interface PeerHealthOptions {
  readonly clock: Clock;
  /** How long `failed` has to last before a connection that never worked counts as lost. */
  readonly failedGraceMs: number;
  /** How long a connection that worked may be interrupted before it counts as lost. */
  readonly recoveryMs: number;
  /** Called when an ICE restart is due. */
  readonly restart: () => void;
  /** Called once, when the connection is lost for good. */
  readonly onLost: () => void;
}

/**
 * Watches the ICE state of one peer connection and says when to restart ICE, and when it is lost for good (protocol §11).
 *
 * A restart needs messaging, so while that is down nothing is tried and no time counts. A connection that never worked
 * is not restarted because of `failed`: its first try was as good as any.
 */
export class PeerHealth {
  readonly #options: PeerHealthOptions;
  readonly #deadline: Deadline;
  #state: IceConnectionState = 'new';
  #established = false;
  #messaging = true;

  constructor(options: PeerHealthOptions) {
    this.#options = options;
    this.#deadline = new Deadline(options.clock, options.onLost);
  }

  get #healthy(): boolean {
    return this.#state === 'connected' || this.#state === 'completed';
  }

  handleIceState(state: IceConnectionState): void {
    this.#state = state;
    if (this.#healthy) this.#established = true;
    this.#updateDeadline();
    if (state === 'failed' && this.#established && this.#messaging) this.#options.restart();
  }

  messagingLost(): void {
    this.#messaging = false;
    this.#deadline.clear();
  }

  messagingResumed(): void {
    this.#messaging = true;
    this.#updateDeadline();
    if (!this.#healthy) this.#options.restart();
  }

  close(): void {
    this.#deadline.clear();
  }

  #updateDeadline(): void {
    const { failedGraceMs, recoveryMs } = this.#options;
    const trouble = this.#established ? !this.#healthy : this.#state === 'failed';
    if (!trouble || !this.#messaging) this.#deadline.clear();
    else if (!this.#deadline.running) {
      this.#deadline.start(this.#established ? recoveryMs : failedGraceMs);
    }
  }
}
