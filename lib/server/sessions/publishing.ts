import type {
  ChannelUpdateMessage,
  Channel,
  StreamCreateMessage,
  StreamInfo,
  StreamReason,
} from '../../protocol/index.js';
import { forceMuteExtension, status } from '../../protocol/index.js';
import type { ServerLimits } from '../server-limits.js';
import type { MediaOutcome } from '../media/media-path.js';
import { toAll, toOne } from './effect.js';
import type { Commit, Effect } from './effect.js';
import { isMember, requirePermission } from './member.js';
import type { Actor, Member } from './member.js';
import { RequestRejected } from './request-rejected.js';
import { checkStreamBudget } from './stream-budget.js';
import type { Session } from './session.js';

/**
 * Asks the media path for a stream, which is announced when the path is ready for its subscribers.
 *
 * @throws RequestRejected 403, or 409 if the stream id is taken or there are too many; 503 or 504 if the media path cannot
 *   do it.
 */
export async function publish(
  session: Session,
  member: Member,
  message: StreamCreateMessage,
  limits: ServerLimits,
): Promise<Commit> {
  requirePermission(member, 'publish');
  const { streamId, stream } = message;
  const connectionId = member.info.id;
  if (session.streams.has(streamId) || session.unannounced.has(streamId)) {
    throw new RequestRejected(status.conflict, 'the stream id is taken');
  }
  const asked: StreamInfo = { ...stream, id: streamId, connectionId, creationTime: Date.now() };
  checkStreamBudget(session, asked, limits);
  session.set('unannounced', streamId, asked);
  try {
    const outcome = await session.media.publish(asked);
    return () => {
      if (session.unannounced.get(streamId) !== asked) {
        throw new RequestRejected(status.notFound, 'the stream is gone');
      }
      return applyOutcome(session, outcome);
    };
  } catch (error) {
    if (session.unannounced.get(streamId) === asked) session.remove('unannounced', streamId);
    throw error;
  }
}

/** What the media path did, made known; a stream that is ready for subscribers is announced. */
export function applyOutcome(session: Session, { messages, ready }: MediaOutcome): Effect[] {
  if (ready === undefined) return [...messages];
  return [...messages, ...announce(session, ready)];
}

/** Nothing if the stream was announced before or is gone. */
function announce(session: Session, streamId: string): Effect[] {
  const asked = session.unannounced.get(streamId);
  if (asked === undefined) return [];
  const { connectionId } = asked;
  const muted = startsMuted(session, session.member(connectionId), streamId);
  const stream = muted ? { ...asked, channels: asked.channels.map(mutedChannel) } : asked;
  session.remove('unannounced', streamId);
  session.set('streams', streamId, stream);
  const effects: Effect[] = [toAll({ kind: 'stream-created', stream })];
  if (muted) effects.push(toOne(connectionId, { kind: 'mute-stream', streamId }));
  return effects;
}

/** Closes one's own stream, or with the right to somebody else's. @throws RequestRejected 403 or 404. */
export function unpublish(session: Session, actor: Actor, streamId: string): Effect[] {
  const own = isMember(actor) ? ownStream(session, actor, streamId) : undefined;
  if (own !== undefined) return closeStream(session, own, 'clientDisconnected');
  const stream = session.stream(streamId);
  requirePermission(actor, 'forceunpublish');
  return closeStream(session, stream, 'forceUnpublished');
}

/** Removes a stream and its subscriptions, which need no notice of their own. */
export function closeStream(session: Session, stream: StreamInfo, reason: StreamReason): Effect[] {
  const { id } = stream;
  const announced = session.streams.has(id);
  session.remove(announced ? 'streams' : 'unannounced', id);
  const subscriptions = [...session.index.subscriptionsTo(id).values()];
  for (const subscription of subscriptions) session.remove('subscriptions', subscription.id);
  return [
    ...(announced ? [toAll({ kind: 'stream-deleted', streamId: id, reason })] : []),
    ...session.media.unpublish(stream, subscriptions),
  ];
}

/** Mute, unmute or resize. @throws RequestRejected 400, 403 or 404. */
export function updateChannel(
  session: Session,
  member: Member,
  { streamId, channelId, changes }: ChannelUpdateMessage,
): Effect[] {
  const stream = ownStream(session, member, streamId);
  if (stream === undefined) {
    session.stream(streamId);
    throw new RequestRejected(status.forbidden, 'the stream belongs to another connection');
  }
  const channel = stream.channels.find(({ id }) => id === channelId);
  if (channel === undefined) {
    throw new RequestRejected(status.notFound, 'no such channel in the stream');
  }
  if (channel.type === 'audio' && Object.keys(changes).some((key) => key !== 'active')) {
    throw new RequestRejected(status.badRequest, 'of an audio channel only active can change');
  }
  const changed = { ...channel, ...changes } as Channel;
  const channels = stream.channels.map((other) => (other === channel ? changed : other));
  const updated = { ...stream, channels };
  if (session.unannounced.has(streamId)) {
    session.set('unannounced', streamId, updated);
    return [];
  }
  session.set('streams', streamId, updated);
  // Not to the publisher: an echo that arrives after its next change would undo that one.
  const except = member.info.id;
  return [toAll({ kind: 'channel-updated', streamId, channelId, changes }, { except })];
}

/** A stream of this member, announced or not. */
function ownStream(session: Session, { info }: Member, streamId: string): StreamInfo | undefined {
  const stream = session.streams.get(streamId) ?? session.unannounced.get(streamId);
  return stream?.connectionId === info.id ? stream : undefined;
}

/** Whether the session is muted and the client will follow; others cannot be muted. */
function startsMuted({ mute }: Session, member: Member, streamId: string): boolean {
  return (
    mute.active &&
    !mute.excluded.includes(streamId) &&
    member.capabilities.includes(forceMuteExtension)
  );
}

function mutedChannel(channel: Channel): Channel {
  return channel.type === 'audio' ? { ...channel, active: false } : channel;
}
