import type {
  ChannelUpdateMessage,
  Channel,
  StreamCreateMessage,
  StreamInfo,
  StreamReason,
} from '../../protocol/index.js';
import { forceMuteExtension, status } from '../../protocol/index.js';
import type { ServerLimits } from '../server-limits.js';
import { toAll, toOne } from './effect.js';
import type { Effect } from './effect.js';
import { isMember, requirePermission } from './member.js';
import type { Actor, Member } from './member.js';
import { RequestRejected } from './request-rejected.js';
import type { Session } from './session.js';

/** @throws RequestRejected 403, or 409 if the stream id is taken or the connection has too many. */
export function publish(
  session: Session,
  member: Member,
  message: StreamCreateMessage,
  limits: ServerLimits,
): Effect[] {
  requirePermission(member, 'publish');
  const { streamId, stream } = message;
  const connectionId = member.info.id;
  if (session.streams.has(streamId)) {
    throw new RequestRejected(status.conflict, 'the stream id is taken');
  }
  let own = 0;
  for (const other of session.streams.values()) if (other.connectionId === connectionId) own++;
  if (own >= limits.streamsPerConnection) {
    throw new RequestRejected(status.conflict, 'the connection publishes too many streams');
  }

  const muted = startsMuted(session, member, streamId);
  const info: StreamInfo = {
    ...stream,
    channels: muted ? stream.channels.map(mutedChannel) : stream.channels,
    id: streamId,
    connectionId,
    creationTime: Date.now(),
  };
  session.streams.set(streamId, info);
  const effects = [toAll({ kind: 'stream-created', stream: info })];
  if (muted) effects.push(toOne(connectionId, { kind: 'mute-stream', streamId }));
  return effects;
}

/** Ends one's own stream, or with the right to somebody else's. @throws RequestRejected 403 or 404. */
export function unpublish(session: Session, actor: Actor, streamId: string): Effect[] {
  const stream = session.stream(streamId);
  const own = isMember(actor) && stream.connectionId === actor.info.id;
  if (!own) requirePermission(actor, 'forceunpublish');
  return endStream(session, streamId, own ? 'clientDisconnected' : 'forceUnpublished');
}

/** Removes a stream and its subscriptions, which need no notice of their own. */
export function endStream(session: Session, streamId: string, reason: StreamReason): Effect[] {
  session.streams.delete(streamId);
  for (const { id, streamId: of } of [...session.subscriptions.values()]) {
    if (of === streamId) session.subscriptions.delete(id);
  }
  return [toAll({ kind: 'stream-deleted', streamId, reason })];
}

/** Mute, unmute or resize. @throws RequestRejected 400, 403 or 404. */
export function updateChannel(
  session: Session,
  member: Member,
  { streamId, channelId, changes }: ChannelUpdateMessage,
): Effect[] {
  const stream = session.stream(streamId);
  const connectionId = member.info.id;
  if (stream.connectionId !== connectionId) {
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
  session.streams.set(streamId, { ...stream, channels });
  // Not to the publisher: an echo that arrives after its next change would undo that one.
  return [
    toAll({ kind: 'channel-updated', streamId, channelId, changes }, { except: connectionId }),
  ];
}

/** Whether the session is muted and the client will follow; others cannot be muted. */
function startsMuted({ mute }: Session, member: Member, streamId: string): boolean {
  return (
    mute.active && !mute.excluded.includes(streamId) && member.capabilities.has(forceMuteExtension)
  );
}

function mutedChannel(channel: Channel): Channel {
  return channel.type === 'audio' ? { ...channel, active: false } : channel;
}
