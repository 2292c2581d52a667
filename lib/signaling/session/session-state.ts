import { ErrorCode, SessionError } from '../../common/session-error.js';

/** Where a session is in its life. A session that failed to connect is `disconnected` too. */
export type SessionState =
  'new' | 'connecting' | 'connected' | 'reconnecting' | 'disconnected' | 'disposed';

export interface StateChange {
  readonly state: SessionState;
  readonly previous: SessionState;
}

/** Every legal step. `disposed` may follow anything and is followed by nothing. */
const steps: Record<SessionState, readonly SessionState[]> = {
  new: ['connecting', 'disposed'],
  connecting: ['connected', 'disconnected', 'disposed'],
  connected: ['reconnecting', 'disconnected', 'disposed'],
  reconnecting: ['connected', 'disconnected', 'disposed'],
  disconnected: ['connecting', 'disposed'],
  disposed: [],
};

/** The one place that changes a session's state. */
export class SessionStateMachine {
  readonly #onChange: (change: StateChange) => void;
  #state: SessionState = 'new';

  constructor(onChange: (change: StateChange) => void) {
    this.#onChange = onChange;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Connected, or on the way back to it: what is asked of the server now will reach it. */
  get joined(): boolean {
    return this.#state === 'connected' || this.#state === 'reconnecting';
  }

  /** @throws SessionError 1015 if the step is not legal. */
  require(next: SessionState): void {
    if (steps[this.#state].includes(next)) return;
    throw new SessionError(
      ErrorCode.SessionIllegalState,
      `session cannot become ${next} while it is ${this.#state}`,
    );
  }

  /** @throws SessionError 1015 if the step is not legal. */
  transition(next: SessionState): void {
    this.require(next);
    const previous = this.#state;
    this.#state = next;
    this.#onChange({ state: next, previous });
  }
}
