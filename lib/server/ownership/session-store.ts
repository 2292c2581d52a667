import type { SessionRecord } from '../sessions/session.js';
import type { SessionChange, SessionState } from '../sessions/session-state.js';

/**
 * The right to run a session, which one server process has at a time. A store that several processes share gives each
 * lease a number greater than all before it (a fencing token) and refuses what comes with an older one, so that a process
 * that was taken for dead cannot write over its successor.
 */
export interface SessionLease {
  /** The session as it was last saved. Belongs to the holder. */
  readonly state: SessionState;
  /**
   * Keeps changes. Calls may overlap; they are kept in the order of the calls.
   *
   * @returns Undefined if they are kept already, so that nobody has to wait. The promise rejects when the lease is lost.
   * @throws LeaseLostError
   */
  save(changes: readonly SessionChange[]): Promise<void> | undefined;
  /** Lets another process have the session. Does nothing once the lease is lost. */
  release(): Promise<void>;
}

/** Where the sessions of one or several server processes are kept. */
export interface SessionStore {
  /**
   * Keeps a new session.
   *
   * @returns The session with this id that is there already, or else the one given; undefined if there are too many.
   */
  add(record: SessionRecord): Promise<SessionRecord | undefined>;
  find(sessionId: string): Promise<SessionRecord | undefined>;
  /**
   * Forgets sessions that nobody has had since then, milliseconds since 1970. A store that does so by itself needs none.
   *
   * @returns How many.
   */
  dropIdle?(since: number): number;
  /** @returns Undefined if another process has the session. */
  acquire(sessionId: string): Promise<SessionLease | undefined>;
}

/** Another process has the session now, or may have it. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';

  constructor(sessionId: string, options?: ErrorOptions) {
    super(`the lease of session ${sessionId} is lost`, options);
  }
}
