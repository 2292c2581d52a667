import type { JsepMessage } from '../../protocol/index.js';
import type { Effect } from './effect.js';
import type { Member } from './member.js';
import type { Session, Subscription } from './session.js';

/**
 * How media and its negotiation reach the other side (protocol §10). Relayed sessions have
 * `relayedMedia`; a media router takes its place in routed ones.
 */
export interface MediaPath {
  /** Asks for what the subscription needs; it exists already. */
  subscribed(session: Session, subscription: Subscription): Effect[];
  /** The subscription was removed while its stream goes on. */
  unsubscribed(session: Session, subscription: Subscription): Effect[];
  /** @throws RequestRejected if the sender has no part in that negotiation. */
  negotiate(session: Session, sender: Member, message: JsepMessage): Effect[];
}
