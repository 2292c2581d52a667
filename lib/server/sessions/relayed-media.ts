import { status } from '../../protocol/index.js';
import { toOne } from './effect.js';
import type { MediaPath } from './media-path.js';
import { RequestRejected } from './request-rejected.js';

/** Media goes from publisher to subscriber; the server only passes negotiation on. */
export const relayedMedia: MediaPath = {
  // In this order: the publisher must know the subscriber before it is asked for an offer (§8).
  subscribed(_session, { id, streamId, subscriber, publisher }) {
    const target = { streamId, subscriberId: id };
    return [
      toOne(publisher, { kind: 'subscriber-created', ...target }, subscriber),
      toOne(publisher, { kind: 'generate-offer', ...target, peer: {} }, subscriber),
    ];
  },

  unsubscribed(_session, { id, streamId, subscriber, publisher }) {
    const target = { streamId, subscriberId: id, connectionId: subscriber };
    return [toOne(publisher, { kind: 'subscriber-deleted', ...target }, subscriber)];
  },

  // Both sides use one URI, so the sender tells the direction.
  negotiate(session, sender, message) {
    const { streamId, subscriberId } = message;
    if (subscriberId === undefined) {
      session.stream(streamId);
      throw new RequestRejected(
        status.badRequest,
        'a relayed session negotiates with subscribers only',
      );
    }
    const { publisher, subscriber } = session.subscription(streamId, subscriberId);
    const from = sender.info.id;
    if (from === publisher) return [toOne(subscriber, message, from)];
    if (from === subscriber) return [toOne(publisher, message, from)];
    throw new RequestRejected(status.forbidden, 'the subscriber belongs to another connection');
  },
};
