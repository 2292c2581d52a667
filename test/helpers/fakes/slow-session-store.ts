import { MemorySessionStore } from '../../../lib/server/ownership/memory-session-store.js';
import type { SessionLease } from '../../../lib/server/ownership/session-store.js';
import type { SessionChange } from '../../../lib/server/sessions/session-state.js';

/** A store that takes its time over saving, like one that is reached over a network: until the test lets it. */
export class SlowSessionStore extends MemorySessionStore {
  /** Saves under way, oldest first: each ends it, with success or a failure. */
  readonly saves: ((failure?: Error) => void)[] = [];
  isSlow = false;

  override async acquire(sessionId: string): Promise<SessionLease | undefined> {
    const lease = await super.acquire(sessionId);
    if (lease === undefined) return undefined;
    return {
      state: lease.state,
      save: (changes: readonly SessionChange[]) => {
        if (!this.isSlow) return lease.save(changes);
        return new Promise<void>((resolve, reject) => {
          this.saves.push((failure) => {
            if (failure === undefined) resolve(lease.save(changes));
            else reject(failure);
          });
        });
      },
      release: () => lease.release(),
    };
  }
}
