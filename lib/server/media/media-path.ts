import type { JsepMessage, StreamInfo } from '../../protocol/index.js';
import type { DeliverEffect } from '../sessions/effect.js';
import type { Member } from '../sessions/member.js';
import type { MediaMode } from '../session-server.js';
import type { Session, Subscription } from '../sessions/session.js';

/** What a media path did for a request, or has to say on its own. */
export interface MediaOutcome {
  /** What clients are told, in this order. */
  readonly messages: readonly DeliverEffect[];
  /** The stream that can be subscribed to from now on. It is announced after the messages. */
  readonly ready?: string;
}

/**
 * How the media of one session and its negotiation reach the other side (protocol §10): from client to client, or
 * through a media router. It reads the session and never changes it.
 *
 * A request is rejected by a `RequestRejected`; any other error is the path's own failure and becomes STATUS 503. When
 * `signal` aborts, nobody waits for the request any more. One that succeeds all the same is undone by `unpublish` or
 * `unsubscribe`. So each publication and subscription that was granted is closed exactly once, and none that was not.
 */
export interface MediaPath {
  /** Somebody wants to publish. The stream has no subscribers until an outcome says that it is `ready`. */
  publish(stream: StreamInfo, signal: AbortSignal): Promise<MediaOutcome>;
  /** Somebody wants to receive a stream. */
  subscribe(subscription: Subscription, signal: AbortSignal): Promise<MediaOutcome>;
  /** An offer, answer or candidate. Those of one sender come one after another. */
  negotiate(sender: Member, message: JsepMessage, signal: AbortSignal): Promise<MediaOutcome>;
  /**
   * A stream is gone, and with it its subscriptions, of which those granted are given. Closing takes no permission: what
   * takes time goes on by itself.
   *
   * @returns What clients are told besides that the stream is gone.
   */
  unpublish(stream: StreamInfo, subscriptions: readonly Subscription[]): readonly DeliverEffect[];
  /** A subscriber wants something else of its stream's channels. A path that sends all there is needs none of it. */
  adapt?(subscription: Subscription): void;
  /** A subscription is gone while its stream goes on. */
  unsubscribe(subscription: Subscription): readonly DeliverEffect[];
}

/**
 * Makes the media path of a session.
 *
 * @param tell Takes what the path has to say unasked, e.g. a router's candidates.
 */
export type OpenMediaPath = (session: Session, tell: (outcome: MediaOutcome) => void) => MediaPath;

/** The media paths that a server has, by media mode. A routed session is relayed if there is none for it. */
export type MediaPaths = Readonly<Record<'relayed', OpenMediaPath>> &
  Readonly<Partial<Record<MediaMode, OpenMediaPath>>>;
