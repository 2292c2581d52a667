import type { ClientMessage } from '../../protocol/index.js';
import type { ServerLimits } from '../server-limits.js';
import type { Commit, Effect } from './effect.js';
import { requireMember } from './member.js';
import type { Actor } from './member.js';
import { forceDisconnect } from './membership.js';
import { muteSession, muteStream } from './muting.js';
import { negotiate } from './negotiating.js';
import { publish, unpublish, updateChannel } from './publishing.js';
import type { Session } from './session.js';
import { signal } from './signaling.js';
import { subscribe, unsubscribe, updateSubscription } from './subscribing.js';

/** Requests of members that are answered by a STATUS. */
export type Operation = Exclude<ClientMessage, { kind: 'connection-create' | 'session-read' }>;

/**
 * Does what a member, or of what is not media the project's administrator, asks for; if the media path has to agree first,
 * asks that.
 *
 * @throws RequestRejected if it may not or cannot be done; for an operation on media as a rejection.
 */
export function perform(
  session: Session,
  actor: Actor,
  message: Operation,
  limits: ServerLimits,
): Effect[] | Promise<Commit> {
  switch (message.kind) {
    case 'connection-delete':
      return forceDisconnect(session, actor, message.connectionId);
    case 'stream-create':
      return publish(session, requireMember(actor), message, limits);
    case 'stream-delete':
      return unpublish(session, actor, message.streamId);
    case 'channel-update':
      return updateChannel(session, requireMember(actor), message);
    case 'subscriber-create':
      return subscribe(session, requireMember(actor), message, limits);
    case 'subscriber-delete':
      return unsubscribe(session, requireMember(actor), message);
    case 'subscriber-channel-update':
      return updateSubscription(session, requireMember(actor), message);
    case 'offer':
    case 'answer':
    case 'candidate':
      return negotiate(session, requireMember(actor), message);
    case 'signal':
      return signal(session, actor, message);
    case 'mute-session':
      return muteSession(session, actor, message);
    case 'mute-stream':
      return muteStream(session, actor, message.streamId);
  }
}
