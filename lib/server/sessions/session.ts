import type {
  MuteState,
  SessionAddress,
  StreamInfo,
  SubscriberChannel,
} from '../../protocol/index.js';
import { status } from '../../protocol/index.js';
import type { MediaMode } from '../session-server.js';
import type { MediaPath } from './media-path.js';
import type { Member } from './member.js';
import { RequestRejected } from './request-rejected.js';

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

export interface SessionInit {
  readonly address: SessionAddress;
  readonly mediaMode: MediaMode;
  readonly media: MediaPath;
  /** Milliseconds since 1970. */
  readonly creationTime: number;
}

/**
 * State of one session: who is in it, what is published and who subscribes to it. Knows no sockets;
 * the operations beside it (`membership`, `publishing`, …) check rights and change it.
 */
export class Session {
  readonly address: SessionAddress;
  readonly mediaMode: MediaMode;
  readonly media: MediaPath;
  readonly creationTime: number;
  /** By connection id, in order of joining. */
  readonly members = new Map<string, Member>();
  /** By stream id, in order of publishing. */
  readonly streams = new Map<string, StreamInfo>();
  /** By subscriber id. */
  readonly subscriptions = new Map<string, Subscription>();
  mute: MuteState = { active: false, excluded: [] };

  constructor(init: SessionInit) {
    this.address = init.address;
    this.mediaMode = init.mediaMode;
    this.media = init.media;
    this.creationTime = init.creationTime;
  }

  get id(): string {
    return this.address.sessionId;
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
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined)
    throw new RequestRejected(status.notFound, `no such ${what} in the session`);
  return value;
}
