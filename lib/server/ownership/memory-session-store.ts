import type { SessionRecord } from '../sessions/session.js';
import type { SessionChange } from '../sessions/session-state.js';
import { SessionState } from '../sessions/session-state.js';
import { LeaseLostError } from './session-store.js';
import type { SessionLease, SessionStore } from './session-store.js';

interface Entry {
  readonly record: SessionRecord;
  readonly state: SessionState;
  /** Of the newest lease. */
  fence: number;
  isLeased: boolean;
  /** When it was made or last released, milliseconds since 1970. */
  usedAt: number;
}

/** Sessions in the memory of this process. Nothing here waits. */
export class MemorySessionStore implements SessionStore {
  readonly #entries = new Map<string, Entry>();
  readonly #sessionsOf = new Map<string, number>();
  readonly #maxSessions: number;
  readonly #maxPerProject: number;

  constructor(maxSessions: number, maxPerProject = maxSessions) {
    this.#maxSessions = maxSessions;
    this.#maxPerProject = maxPerProject;
  }

  add(record: SessionRecord): Promise<SessionRecord | undefined> {
    const { sessionId } = record.address;
    const known = this.#entries.get(sessionId)?.record;
    if (known !== undefined) return Promise.resolve(known);
    if (this.#entries.size >= this.#maxSessions) return Promise.resolve(undefined);
    const { partnerId } = record.address;
    const ofProject = this.#sessionsOf.get(partnerId) ?? 0;
    if (ofProject >= this.#maxPerProject) return Promise.resolve(undefined);
    this.#sessionsOf.set(partnerId, ofProject + 1);
    const state = new SessionState();
    this.#entries.set(sessionId, { record, state, fence: 0, isLeased: false, usedAt: Date.now() });
    return Promise.resolve(record);
  }

  find(sessionId: string): Promise<SessionRecord | undefined> {
    return Promise.resolve(this.#entries.get(sessionId)?.record);
  }

  dropIdle(since: number): number {
    let dropped = 0;
    for (const [sessionId, { isLeased, usedAt, record }] of this.#entries) {
      if (isLeased || usedAt > since) continue;
      const { partnerId } = record.address;
      this.#entries.delete(sessionId);
      this.#sessionsOf.set(partnerId, (this.#sessionsOf.get(partnerId) ?? 1) - 1);
      dropped++;
    }
    return dropped;
  }

  acquire(sessionId: string): Promise<SessionLease | undefined> {
    const entry = this.#entries.get(sessionId);
    if (entry === undefined || entry.isLeased) return Promise.resolve(undefined);
    entry.isLeased = true;
    return Promise.resolve(new MemoryLease(entry, ++entry.fence));
  }
}

class MemoryLease implements SessionLease {
  readonly state: SessionState;
  readonly #entry: Entry;
  readonly #fence: number;

  constructor(entry: Entry, fence: number) {
    this.#entry = entry;
    this.#fence = fence;
    this.state = entry.state.copy();
  }

  save(changes: readonly SessionChange[]): undefined {
    if (!this.#isHeld) throw new LeaseLostError(this.#entry.record.address.sessionId);
    for (const change of changes) this.#entry.state.apply(change);
  }

  release(): Promise<void> {
    if (this.#isHeld) {
      this.#entry.isLeased = false;
      this.#entry.usedAt = Date.now();
    }
    return Promise.resolve();
  }

  get #isHeld(): boolean {
    return this.#entry.isLeased && this.#entry.fence === this.#fence;
  }
}
