import type {
  ConnectionInfo,
  ConnectionReason,
  SessionStateMessage,
} from '../../protocol/index.js';
import { forceMuteExtension, status } from '../../protocol/index.js';
import type { ServerLimits } from '../server-limits.js';
import { toAll, toOne } from './effect.js';
import type { Effect } from './effect.js';
import { isMember, requirePermission } from './member.js';
import type { Actor, Member } from './member.js';
import { closeStream } from './publishing.js';
import { RequestRejected } from './request-rejected.js';
import type { Session } from './session.js';

/** @throws RequestRejected 409 if the id is taken or the session full. */
export function join(session: Session, member: Member, limits: ServerLimits): Effect[] {
  const { id } = member.info;
  if (session.members.has(id)) {
    throw new RequestRejected(status.conflict, 'the connection id is taken');
  }
  if (session.members.size >= limits.connectionsPerSession) {
    throw new RequestRejected(status.conflict, 'the session is full');
  }
  session.set('members', id, member);
  return [toAll({ kind: 'connection-created', connection: member.info }, { except: id })];
}

/** Everything that a client needs to know when it has joined. */
export function readState(session: Session, reader: Actor): SessionStateMessage {
  const knowsMute = !isMember(reader) || reader.capabilities.includes(forceMuteExtension);
  const connections: ConnectionInfo[] = [];
  for (const { info } of session.members.values()) connections.push(info);
  return {
    kind: 'session-state',
    sessionId: session.id,
    connections,
    streams: [...session.streams.values()],
    archives: [],
    ...(knowsMute ? { mute: session.mute } : {}),
  };
}

/**
 * Removes a connection and everything it had. Others learn of its streams' end before they learn
 * of its own (session API §3, rule 3).
 */
export function leave(session: Session, member: Member, reason: ConnectionReason): Effect[] {
  const { id } = member.info;
  session.remove('members', id);
  session.media.cancel(id);
  const effects: Effect[] = [];
  for (const stream of [...session.index.streamsOf(id).values()]) {
    effects.push(...closeStream(session, stream, reason));
  }
  for (const subscription of [...session.index.subscriptionsOf(id).values()]) {
    session.remove('subscriptions', subscription.id);
    effects.push(...session.media.unsubscribe(subscription));
  }
  effects.push(toAll({ kind: 'connection-deleted', connectionId: id, reason }));
  return effects;
}

/** @throws RequestRejected 403 or 404. */
export function forceDisconnect(session: Session, actor: Actor, connectionId: string): Effect[] {
  requirePermission(actor, 'forcedisconnect');
  const target = session.member(connectionId);
  const reason = 'forceDisconnected';
  return [
    // Hearing of its own end is how a client learns that it was disconnected (protocol §8).
    toOne(connectionId, { kind: 'connection-deleted', connectionId, reason }),
    { kind: 'close', connectionId },
    ...leave(session, target, reason),
  ];
}
