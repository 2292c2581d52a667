import type {
  JsepMessage,
  MuteSessionMessage,
  MuteStreamMessage,
  SignalMessage,
} from './jsep-message.js';
import type {
  ChannelChanges,
  StreamDescription,
  SubscriberChannel,
  SubscriptionPreferences,
} from './session-objects.js';

/** Joins the session; the token is in the packet's headers. */
export interface ConnectionCreateMessage {
  readonly kind: 'connection-create';
  readonly connectionId: string;
  readonly userAgent?: string;
  readonly clientVersion?: string;
  /** E.g. `renegotiation`, and the extensions the client knows. */
  readonly capabilities: readonly string[];
}

/** Asks for the session state; answered by a MESSAGE with the same transaction id. */
export interface SessionReadMessage {
  readonly kind: 'session-read';
}

/** Forces somebody else to disconnect. */
export interface ConnectionDeleteMessage {
  readonly kind: 'connection-delete';
  readonly connectionId: string;
}

/** Publishes; the STATUS reply carries ICE servers. */
export interface StreamCreateMessage {
  readonly kind: 'stream-create';
  readonly streamId: string;
  readonly stream: StreamDescription;
}

/** Unpublishes one's own stream, or forces somebody else's to end. */
export interface StreamDeleteMessage {
  readonly kind: 'stream-delete';
  readonly streamId: string;
}

/** Mutes, unmutes or resizes a channel of one's own stream. */
export interface ChannelUpdateMessage {
  readonly kind: 'channel-update';
  readonly streamId: string;
  readonly channelId: string;
  /** At least one attribute. */
  readonly changes: ChannelChanges;
}

/** Subscribes; the STATUS reply carries ICE servers. */
export interface SubscriberCreateMessage {
  readonly kind: 'subscriber-create';
  readonly streamId: string;
  readonly subscriberId: string;
  /** The subscriber's own connection; some clients leave it empty. */
  readonly connectionId: string;
  /** May be empty. */
  readonly channels: readonly SubscriberChannel[];
}

export interface SubscriberDeleteMessage {
  readonly kind: 'subscriber-delete';
  readonly streamId: string;
  readonly subscriberId: string;
}

/** Changes what the subscriber wants of one channel. */
export interface SubscriberChannelUpdateMessage {
  readonly kind: 'subscriber-channel-update';
  readonly streamId: string;
  readonly subscriberId: string;
  readonly channelId: string;
  /** At least one preference. */
  readonly changes: SubscriptionPreferences;
}

/** Everything a client may ask of the session server (protocol §8, client → symphony). */
export type ClientMessage =
  | ConnectionCreateMessage
  | SessionReadMessage
  | ConnectionDeleteMessage
  | StreamCreateMessage
  | StreamDeleteMessage
  | ChannelUpdateMessage
  | SubscriberCreateMessage
  | SubscriberDeleteMessage
  | SubscriberChannelUpdateMessage
  | JsepMessage
  | SignalMessage
  | MuteSessionMessage
  | MuteStreamMessage;
