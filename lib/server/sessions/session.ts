import type {
  MuteState,
  SessionAddress,
  StreamInfo,
  SubscriberChannel,
} from '../../protocol/index.js';
import { status } from '../../protocol/index.js';
import type { SessionMedia } from '../media/session-media.js';
import type { MediaMode } from '../session-server.js';
import type { Member } from './member.js';
import { RequestRejected } from './request-rejected.js';
import { SessionIndex } from './session-index.js';
import type { SessionChange, SessionState, SessionTables, TableName } from './session-state.js';

/** A subscriber of a stream. */
export interface Subscription {
  readonly id: string;
  readonly streamId: string;
  /** The connection that subscribes. */
  readonly subscriber: string;
  /** The connection that publishes. */
  readonly publisher: string;
  readonly channels: readonly SubscriberChannel[];
}

/** What a session is made with. */
export interface SessionRecord {
  readonly address: SessionAddress;
  readonly mediaMode: MediaMode;
  /** Milliseconds since 1970. */
  readonly creationTime: number;
}

/**
 * One session: who is in it, what is published and who subscribes to it. Knows no sockets; the operations beside it
 * (`membership`, `publishing`, …) check rights and change it. What they change is noted, so that it can be saved.
 */
export class Session {
  readonly record: SessionRecord;
  readonly media: SessionMedia;
  readonly index: SessionIndex;
  readonly #state: SessionState;
  #changes: SessionChange[] = [];

  constructor(
    record: SessionRecord,
    state: SessionState,
    openMedia: (session: Session) => SessionMedia,
  ) {
    this.record = record;
    this.#state = state;
    this.index = new SessionIndex(state);
    this.media = openMedia(this);
  }

  get id(): string {
    return this.record.address.sessionId;
  }

  /** By connection id, in order of joining. */
  get members(): ReadonlyMap<string, Member> {
    return this.#state.members;
  }

  /** By stream id, in order of publishing. */
  get streams(): ReadonlyMap<string, StreamInfo> {
    return this.#state.streams;
  }

  /** Streams that were asked for and are not announced yet, by id: their media path is not ready. */
  get unannounced(): ReadonlyMap<string, StreamInfo> {
    return this.#state.unannounced;
  }

  /** By subscriber id, those that the media path was asked for and has not granted yet among them. */
  get subscriptions(): ReadonlyMap<string, Subscription> {
    return this.#state.subscriptions;
  }

  get mute(): MuteState {
    return this.#state.mute;
  }

  setMute(mute: MuteState): void {
    this.#change({ table: 'mute', value: mute });
  }

  set<T extends TableName>(table: T, id: string, value: SessionTables[T]): void {
    this.#change({ table, id, value } as SessionChange);
  }

  remove(table: TableName, id: string): void {
    this.#change({ table, id, value: undefined });
  }

  /** What has changed since the last time, in order. */
  takeChanges(): readonly SessionChange[] {
    if (this.#changes.length === 0) return [];
    const changes = this.#changes;
    this.#changes = [];
    return changes;
  }

  /** @throws RequestRejected 404. */
  member(connectionId: string): Member {
    return found(this.members.get(connectionId), 'connection');
  }

  /** @throws RequestRejected 404. */
  stream(streamId: string): StreamInfo {
    return found(this.streams.get(streamId), 'stream');
  }

  /** @throws RequestRejected 404. */
  subscription(streamId: string, subscriberId: string): Subscription {
    const subscription = this.subscriptions.get(subscriberId);
    return found(subscription?.streamId === streamId ? subscription : undefined, 'subscriber');
  }

  #change(change: SessionChange): void {
    const { table } = change;
    if (table !== 'mute' && table !== 'members') {
      this.index.replace(table, change.id, this.#state[table].get(change.id), change.value);
    }
    this.#state.apply(change);
    this.#changes.push(change);
  }
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined)
    throw new RequestRejected(status.notFound, `no such ${what} in the session`);
  return value;
}
