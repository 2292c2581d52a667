import { MemorySessionStore } from '../../../lib/server/ownership/memory-session-store.js';
import type { SessionLease } from '../../../lib/server/ownership/session-store.js';
import type { SessionChange } from '../../../lib/server/sessions/session-state.js';

/**
 * A store as one that is reached over a network: saving takes until the test lets it, and a process that has a session can
 * be taken for dead.
 */
export class FakeSessionStore extends MemorySessionStore {
  /** Saves under way, oldest first: each ends it, with success or a failure. */
  readonly saves: ((failure?: Error) => void)[] = [];
  isSlow = false;
  readonly #leases = new Map<string, SessionLease>();

  override async acquire(sessionId: string): Promise<SessionLease | undefined> {
    const lease = await super.acquire(sessionId);
    if (lease === undefined) return undefined;
    this.#leases.set(sessionId, lease);
    return {
      state: lease.state,
      save: (changes) => (this.isSlow ? this.#saveSlowly(lease, changes) : lease.save(changes)),
      release: () => lease.release(),
    };
  }

  /** The process that has the session is taken for dead. */
  async expire(sessionId: string): Promise<void> {
    await this.#leases.get(sessionId)?.release();
  }

  #saveSlowly(lease: SessionLease, changes: readonly SessionChange[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.saves.push((failure) => {
        if (failure === undefined) resolve(lease.save(changes));
        else reject(failure);
      });
    });
  }
}
