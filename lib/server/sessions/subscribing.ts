import type {
  SubscriberChannelUpdateMessage,
  SubscriberCreateMessage,
} from '../../protocol/index.js';
import { status } from '../../protocol/index.js';
import type { ServerLimits } from '../server-limits.js';
import type { Commit, Effect } from './effect.js';
import { requirePermission } from './member.js';
import type { Member } from './member.js';
import { RequestRejected } from './request-rejected.js';
import type { Session, Subscription } from './session.js';
import { tellPublisher, tellPublisherOfAll } from './subscriber-preferences.js';

/**
 * Asks the media path for a stream on behalf of a subscriber.
 *
 * @throws RequestRejected 403, 404, or 409 if the subscriber id is taken or there are too many; 503 or 504 if the media
 *   path cannot do it.
 */
export async function subscribe(
  session: Session,
  member: Member,
  message: SubscriberCreateMessage,
  limits: ServerLimits,
): Promise<Commit> {
  requirePermission(member, 'subscribe');
  const subscriber = member.info.id;
  // Some clients leave the field empty; any other value must be their own.
  if (message.connectionId !== '' && message.connectionId !== subscriber) {
    throw new RequestRejected(status.forbidden, 'a connection can subscribe for itself only');
  }
  const stream = session.stream(message.streamId);
  if (session.subscriptions.has(message.subscriberId)) {
    throw new RequestRejected(status.conflict, 'the subscriber id is taken');
  }
  checkSubscriptionBudget(session, subscriber, stream.id, limits);
  const subscription: Subscription = {
    id: message.subscriberId,
    streamId: message.streamId,
    subscriber,
    publisher: stream.connectionId,
    channels: message.channels,
  };
  const { id } = subscription;
  session.set('subscriptions', id, subscription);
  try {
    const { messages } = await session.media.subscribe(subscription);
    return () => {
      if (session.subscriptions.get(id) !== subscription) {
        throw new RequestRejected(status.notFound, 'the stream is gone');
      }
      // Behind the message that makes the publisher send.
      return [...messages, ...tellPublisherOfAll(session, subscription)];
    };
  } catch (error) {
    if (session.subscriptions.get(id) === subscription) session.remove('subscriptions', id);
    throw error;
  }
}

/** @throws RequestRejected 409. */
function checkSubscriptionBudget(
  { index }: Session,
  subscriber: string,
  streamId: string,
  limits: ServerLimits,
): void {
  const own = index.subscriptionsOf(subscriber);
  if (own.size >= limits.subscribersPerConnection) {
    throw new RequestRejected(status.conflict, 'the connection has too many subscribers');
  }
  if (index.subscriptionsTo(streamId).size >= limits.subscribersPerStream) {
    throw new RequestRejected(status.conflict, 'the stream has too many subscribers');
  }
  let ofStream = 0;
  for (const other of own.values()) if (other.streamId === streamId) ofStream++;
  if (ofStream >= limits.subscribersPerConnectionAndStream) {
    throw new RequestRejected(status.conflict, 'the connection subscribes to the stream already');
  }
}

/** @throws RequestRejected 403 or 404. */
export function unsubscribe(
  session: Session,
  member: Member,
  { streamId, subscriberId }: { readonly streamId: string; readonly subscriberId: string },
): Effect[] {
  const subscription = ownSubscription(session, member, streamId, subscriberId);
  session.remove('subscriptions', subscriberId);
  return [...session.media.unsubscribe(subscription)];
}

/**
 * What the subscriber would like of a channel: for a media router, or told to a relayed publisher (protocol §8, §13).
 *
 * @throws RequestRejected 403 or 404.
 */
export function updateSubscription(
  session: Session,
  member: Member,
  { streamId, subscriberId, channelId, changes }: SubscriberChannelUpdateMessage,
): Effect[] {
  const subscription = ownSubscription(session, member, streamId, subscriberId);
  const channels = subscription.channels.map((channel) =>
    channel.id === channelId ? { ...channel, ...changes } : channel,
  );
  const adapted = { ...subscription, channels };
  session.set('subscriptions', subscriberId, adapted);
  session.media.adapt(adapted);
  return tellPublisher(session, subscription, channelId, changes);
}

function ownSubscription(
  session: Session,
  member: Member,
  streamId: string,
  subscriberId: string,
): Subscription {
  const subscription = session.subscription(streamId, subscriberId);
  if (subscription.subscriber !== member.info.id) {
    throw new RequestRejected(status.forbidden, 'the subscriber belongs to another connection');
  }
  return subscription;
}
