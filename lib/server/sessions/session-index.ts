import type { StreamInfo } from '../../protocol/index.js';
import type { SessionState, SessionTables } from './session-state.js';
import type { Subscription } from './session.js';

type Indexed = 'streams' | 'unannounced' | 'subscriptions';

/** Finds what belongs to a connection or a stream without looking at everything in the session. */
export class SessionIndex {
  readonly #streamsByConnection = new Groups<StreamInfo>();
  readonly #bySubscriber = new Groups<Subscription>();
  readonly #byStream = new Groups<Subscription>();
  /** Of each stream, as the state lists it. */
  readonly #bytes = new Map<string, number>();
  readonly #bytesByConnection = new Map<string, number>();
  #streamBytes = 0;

  constructor(state: SessionState) {
    for (const table of ['streams', 'unannounced', 'subscriptions'] as const) {
      for (const [id, value] of state[table]) this.replace(table, id, undefined, value);
    }
  }

  /** An entry has changed. */
  replace<T extends Indexed>(
    table: T,
    id: string,
    before: SessionTables[T] | undefined,
    after: SessionTables[T] | undefined,
  ): void {
    if (table === 'subscriptions') {
      const [old, current] = [before, after] as (Subscription | undefined)[];
      this.#bySubscriber.replace(id, old?.subscriber, current?.subscriber, current);
      this.#byStream.replace(id, old?.streamId, current?.streamId, current);
      return;
    }
    const [old, current] = [before, after] as (StreamInfo | undefined)[];
    this.#streamsByConnection.replace(id, old?.connectionId, current?.connectionId, current);
    if (old !== undefined) this.#count(old, -(this.#bytes.get(id) ?? 0));
    if (current === undefined) {
      this.#bytes.delete(id);
    } else {
      const bytes = streamBytes(current);
      this.#bytes.set(id, bytes);
      this.#count(current, bytes);
    }
  }

  /** Announced or not, oldest first. */
  streamsOf(connectionId: string): ReadonlyMap<string, StreamInfo> {
    return this.#streamsByConnection.get(connectionId);
  }

  subscriptionsOf(connectionId: string): ReadonlyMap<string, Subscription> {
    return this.#bySubscriber.get(connectionId);
  }

  subscriptionsTo(streamId: string): ReadonlyMap<string, Subscription> {
    return this.#byStream.get(streamId);
  }

  /** What the session's streams take in its state. */
  get streamBytes(): number {
    return this.#streamBytes;
  }

  streamBytesOf(connectionId: string): number {
    return this.#bytesByConnection.get(connectionId) ?? 0;
  }

  #count({ connectionId }: StreamInfo, bytes: number): void {
    this.#streamBytes += bytes;
    const sum = this.streamBytesOf(connectionId) + bytes;
    if (sum === 0) this.#bytesByConnection.delete(connectionId);
    else this.#bytesByConnection.set(connectionId, sum);
  }
}

/** What a stream takes in the state that each newcomer reads. */
export function streamBytes(stream: StreamInfo): number {
  return Buffer.byteLength(JSON.stringify(stream));
}

/** Entries by a group's name, in which each has its id. */
class Groups<T> {
  readonly #groups = new Map<string, Map<string, T>>();

  get(name: string): ReadonlyMap<string, T> {
    return this.#groups.get(name) ?? new Map<string, T>();
  }

  replace(
    id: string,
    from: string | undefined,
    to: string | undefined,
    entry: T | undefined,
  ): void {
    if (from !== undefined && from !== to) this.#remove(from, id);
    if (to === undefined || entry === undefined) return;
    const group = this.#groups.get(to);
    if (group === undefined) this.#groups.set(to, new Map([[id, entry]]));
    else group.set(id, entry);
  }

  #remove(name: string, id: string): void {
    const group = this.#groups.get(name);
    group?.delete(id);
    if (group?.size === 0) this.#groups.delete(name);
  }
}
