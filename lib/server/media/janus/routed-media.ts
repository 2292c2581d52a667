import type { JsepMessage, StreamInfo } from '../../../protocol/index.js';
import { status } from '../../../protocol/index.js';
import type { DeliverEffect } from '../../sessions/effect.js';
import type { Member } from '../../sessions/member.js';
import { RequestRejected } from '../../sessions/request-rejected.js';
import type { Session, Subscription } from '../../sessions/session.js';
import type { MediaOutcome, MediaPath } from '../media-path.js';
import type { JanusAccess } from './janus-access.js';
import { rejectionOf } from './rejection.js';
import { RoutedStream } from './routed-stream.js';

export interface RoutedMediaOptions {
  readonly session: Session;
  readonly access: JanusAccess;
  readonly tell: (outcome: MediaOutcome) => void;
  /** All that are open in the router, of every session: each enters itself and is taken out. */
  readonly streams: Set<RoutedStream>;
}

/** Media goes through Janus: each publisher sends to it once, each subscriber receives from it (protocol §10). */
export class RoutedMedia implements MediaPath {
  readonly #options: RoutedMediaOptions;
  readonly #streams = new Map<string, RoutedStream>();

  constructor(options: RoutedMediaOptions) {
    this.#options = options;
  }

  async publish(info: StreamInfo, signal: AbortSignal): Promise<MediaOutcome> {
    const { access, tell, streams } = this.#options;
    const stream = new RoutedStream(info, access, tell);
    this.#streams.set(info.id, stream);
    streams.add(stream);
    try {
      return await stream.publish(signal);
    } catch (error) {
      this.#close(info.id, stream);
      throw error;
    }
  }

  async subscribe(subscription: Subscription): Promise<MediaOutcome> {
    const stream = this.#streams.get(subscription.streamId);
    if (stream === undefined) throw new RequestRejected(status.notFound, 'the stream is gone');
    try {
      return await stream.subscribe(subscription);
    } catch (error) {
      throw rejectionOf(error);
    }
  }

  async negotiate(sender: Member, message: JsepMessage): Promise<MediaOutcome> {
    const { streamId, subscriberId } = message;
    const owner = this.#ownerOf(message);
    if (owner !== sender.info.id) {
      throw new RequestRejected(status.forbidden, 'the negotiation is of another connection');
    }
    const stream = this.#streams.get(streamId);
    if (stream === undefined) return { messages: [] };
    if (subscriberId === undefined) return stream.negotiate(message);
    const subscription = stream.subscription(subscriberId);
    return { messages: (await subscription?.negotiate(message)) ?? [] };
  }

  adapt(subscription: Subscription): void {
    const stream = this.#streams.get(subscription.streamId);
    stream?.subscription(subscription.id)?.adapt(subscription);
  }

  unpublish({ id }: StreamInfo): DeliverEffect[] {
    this.#close(id, this.#streams.get(id));
    return [];
  }

  unsubscribe({ id, streamId }: Subscription): DeliverEffect[] {
    this.#streams.get(streamId)?.unsubscribe(id);
    return [];
  }

  /** @throws RequestRejected 404. */
  #ownerOf({ streamId, subscriberId }: JsepMessage): string {
    const { session } = this.#options;
    if (subscriberId !== undefined) return session.subscription(streamId, subscriberId).subscriber;
    return (session.unannounced.get(streamId) ?? session.stream(streamId)).connectionId;
  }

  #close(id: string, stream: RoutedStream | undefined): void {
    if (stream === undefined) return;
    stream.close();
    this.#options.streams.delete(stream);
    // Another one may have its id by now.
    if (this.#streams.get(id) === stream) this.#streams.delete(id);
  }
}
