import type { SubscriberChannel, SubscriptionPreferences } from '../../protocol/index.js';
import { subscriberPreferencesExtension } from '../../protocol/index.js';
import { toOne } from './effect.js';
import type { Effect } from './effect.js';
import type { Session, Subscription } from './session.js';

/**
 * Tells the publisher of a relayed stream what a subscriber wants of a channel, if its client understands that. A media
 * router sees to it itself.
 */
export function tellPublisher(
  session: Session,
  { id, streamId, publisher, subscriber }: Subscription,
  channelId: string,
  changes: SubscriptionPreferences,
): Effect[] {
  const capabilities = session.members.get(publisher)?.capabilities ?? [];
  const isTold =
    session.record.mediaMode === 'relayed' && capabilities.includes(subscriberPreferencesExtension);
  if (!isTold || Object.keys(changes).length === 0) return [];
  const target = { streamId, subscriberId: id, channelId };
  return [toOne(publisher, { kind: 'subscriber-channel-update', ...target, changes }, subscriber)];
}

/** The same of a new subscription; nothing of channels that are wanted as they are. */
export function tellPublisherOfAll(session: Session, subscription: Subscription): Effect[] {
  return subscription.channels.flatMap((channel) =>
    tellPublisher(session, subscription, channel.id, wishesOf(channel)),
  );
}

function wishesOf({
  active,
  preferredWidth,
  preferredHeight,
  preferredFrameRate,
}: SubscriberChannel): SubscriptionPreferences {
  return {
    ...(!active && { active }),
    ...(preferredWidth !== undefined && { preferredWidth }),
    ...(preferredHeight !== undefined && { preferredHeight }),
    ...(preferredFrameRate !== undefined && { preferredFrameRate }),
  };
}
