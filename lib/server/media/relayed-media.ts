import type { JsepMessage, StreamInfo } from '../../protocol/index.js';
import { status } from '../../protocol/index.js';
import { toOne } from '../sessions/effect.js';
import type { DeliverEffect } from '../sessions/effect.js';
import type { Member } from '../sessions/member.js';
import { RequestRejected } from '../sessions/request-rejected.js';
import type { Session, Subscription } from '../sessions/session.js';
import type { MediaOutcome, MediaPath } from './media-path.js';

/** Media goes from publisher to subscriber; the server only passes negotiation on. Nothing here waits. */
export class RelayedMedia implements MediaPath {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  publish({ id }: StreamInfo): Promise<MediaOutcome> {
    return Promise.resolve({ messages: [], ready: id });
  }

  // In this order: the publisher must know the subscriber before it is asked for an offer (§8).
  subscribe({ id, streamId, subscriber, publisher }: Subscription): Promise<MediaOutcome> {
    const target = { streamId, subscriberId: id };
    return Promise.resolve({
      messages: [
        toOne(publisher, { kind: 'subscriber-created', ...target }, subscriber),
        toOne(publisher, { kind: 'generate-offer', ...target, peer: {} }, subscriber),
      ],
    });
  }

  // Asynchronous, so that what is rejected is a rejection.
  // eslint-disable-next-line @typescript-eslint/require-await
  async negotiate(sender: Member, message: JsepMessage): Promise<MediaOutcome> {
    return { messages: [toOne(this.#otherSide(sender, message), message, sender.info.id)] };
  }

  unpublish(): DeliverEffect[] {
    return [];
  }

  unsubscribe({ id, streamId, subscriber, publisher }: Subscription): DeliverEffect[] {
    const target = { streamId, subscriberId: id, connectionId: subscriber };
    return [toOne(publisher, { kind: 'subscriber-deleted', ...target }, subscriber)];
  }

  /**
   * Both sides use one URI, so the sender tells the direction.
   *
   * @throws RequestRejected 400, 403 or 404.
   */
  #otherSide(sender: Member, { streamId, subscriberId }: JsepMessage): string {
    if (subscriberId === undefined) {
      this.#session.stream(streamId);
      throw new RequestRejected(
        status.badRequest,
        'a relayed session negotiates with subscribers only',
      );
    }
    const { publisher, subscriber } = this.#session.subscription(streamId, subscriberId);
    const { id } = sender.info;
    if (id === publisher) return subscriber;
    if (id === subscriber) return publisher;
    throw new RequestRejected(status.forbidden, 'the subscriber belongs to another connection');
  }
}
