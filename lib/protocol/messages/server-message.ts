import type { SubscriberChannelUpdateMessage } from './client-message.js';
import type {
  JsepMessage,
  MediaTarget,
  MuteSessionMessage,
  MuteStreamMessage,
} from './jsep-message.js';
import type { SignalMessage } from './jsep-message.js';
import type {
  ArchiveInfo,
  ChannelChanges,
  ConnectionInfo,
  ConnectionReason,
  MuteState,
  StreamInfo,
  StreamReason,
} from './session-objects.js';

/** Reply to `session-read`. The reader's own connection is among `connections`. */
export interface SessionStateMessage {
  readonly kind: 'session-state';
  readonly sessionId: string;
  readonly connections: readonly ConnectionInfo[];
  readonly streams: readonly StreamInfo[];
  readonly archives: readonly ArchiveInfo[];
  /** Our extension; only for clients that announced it. */
  readonly mute?: MuteState;
}

export interface ConnectionCreatedMessage {
  readonly kind: 'connection-created';
  readonly connection: ConnectionInfo;
}

/** Somebody left. With one's own id: one was disconnected. */
export interface ConnectionDeletedMessage {
  readonly kind: 'connection-deleted';
  readonly connectionId: string;
  readonly reason: ConnectionReason;
}

/** A stream was published; also sent to its publisher, whose publish call it completes. */
export interface StreamCreatedMessage {
  readonly kind: 'stream-created';
  readonly stream: StreamInfo;
}

export interface StreamUpdatedMessage {
  readonly kind: 'stream-updated';
  readonly streamId: string;
  readonly name?: string;
  readonly archiving?: boolean;
}

export interface StreamDeletedMessage {
  readonly kind: 'stream-deleted';
  readonly streamId: string;
  readonly reason: StreamReason;
}

export interface ChannelUpdatedMessage {
  readonly kind: 'channel-updated';
  readonly streamId: string;
  readonly channelId: string;
  readonly changes: ChannelChanges;
}

/** Relayed sessions: somebody subscribed to one's stream; the packet's from-address says who. */
export interface SubscriberCreatedMessage {
  readonly kind: 'subscriber-created';
  readonly streamId: string;
  readonly subscriberId: string;
}

/** Relayed sessions: a subscriber of one's stream is gone. */
export interface SubscriberDeletedMessage {
  readonly kind: 'subscriber-deleted';
  readonly streamId: string;
  readonly subscriberId: string;
  /** The subscriber's connection, if the server says. */
  readonly connectionId?: string;
}

/** Please make an offer, to the URI of this message. */
export interface GenerateOfferMessage extends MediaTarget {
  readonly kind: 'generate-offer';
}

/** An archive was started or changed; `status` says which. */
export interface ArchiveMessage {
  readonly kind: 'archive-created' | 'archive-updated';
  readonly archive: ArchiveInfo;
}

/** A well-formed message that this version does not know. To be ignored. */
export interface UnknownMessage {
  readonly kind: 'unknown';
  readonly method: string;
  readonly uri: string;
}

/** Everything the session server tells a client (protocol §8, symphony → client). */
export type ServerMessage =
  | SessionStateMessage
  | ConnectionCreatedMessage
  | ConnectionDeletedMessage
  | StreamCreatedMessage
  | StreamUpdatedMessage
  | StreamDeletedMessage
  | ChannelUpdatedMessage
  | SubscriberCreatedMessage
  | SubscriberDeletedMessage
  /** The router switched a subscriber's channel. */
  | SubscriberChannelUpdateMessage
  | GenerateOfferMessage
  | ArchiveMessage
  | JsepMessage
  | SignalMessage
  | MuteSessionMessage
  | MuteStreamMessage;
