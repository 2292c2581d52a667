import type { ClientMessage } from '../../protocol/index.js';
import type { ServerLimits } from '../server-limits.js';
import type { Effect } from '../sessions/effect.js';
import { forceDisconnect } from '../sessions/membership.js';
import { muteSession, muteStream } from '../sessions/muting.js';
import { publish, unpublish, updateChannel } from '../sessions/publishing.js';
import { signal } from '../sessions/signals.js';
import { subscribe, unsubscribe, updateSubscription } from '../sessions/subscribing.js';
import type { Membership } from './messaging-client.js';

/** Requests of members that are answered by a STATUS. */
export type Operation = Exclude<ClientMessage, { kind: 'connection-create' | 'session-read' }>;

/** Does what a member asks for. @throws RequestRejected if it may not or cannot be done. */
export function perform(
  { session, member }: Membership,
  message: Operation,
  limits: ServerLimits,
): Effect[] {
  switch (message.kind) {
    case 'connection-delete':
      return forceDisconnect(session, member, message.connectionId);
    case 'stream-create':
      return publish(session, member, message, limits);
    case 'stream-delete':
      return unpublish(session, member, message.streamId);
    case 'channel-update':
      return updateChannel(session, member, message);
    case 'subscriber-create':
      return subscribe(session, member, message, limits);
    case 'subscriber-delete':
      return unsubscribe(session, member, message);
    case 'subscriber-channel-update':
      return updateSubscription(session, member, message);
    case 'offer':
    case 'answer':
    case 'candidate':
      return session.media.negotiate(session, member, message);
    case 'signal':
      return signal(session, member, message);
    case 'mute-session':
      return muteSession(session, member, message);
    case 'mute-stream':
      return muteStream(session, member, message.streamId);
  }
}
