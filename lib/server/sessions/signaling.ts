import type { SignalMessage } from '../../protocol/index.js';
import { toAll, toOne } from './effect.js';
import type { Effect } from './effect.js';
import { isMember, requirePermission } from './member.js';
import type { Actor } from './member.js';
import type { Session } from './session.js';

/**
 * To one connection or to all, the sender too. The administrator's signals have no sender.
 *
 * @throws RequestRejected 403, or 404 if the only receiver is not in the session.
 */
export function signal(session: Session, actor: Actor, message: SignalMessage): Effect[] {
  requirePermission(actor, 'signal');
  const from = isMember(actor) ? actor.info.id : '';
  if (message.to === undefined) return [toAll(message, { from })];
  session.member(message.to);
  return [toOne(message.to, message, from)];
}
