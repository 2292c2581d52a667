import type { JsepMessage } from '../../protocol/index.js';
import { status } from '../../protocol/index.js';
import type { Commit } from './effect.js';
import type { Member } from './member.js';
import { applyOutcome } from './publishing.js';
import { RequestRejected } from './request-rejected.js';
import type { Session } from './session.js';

/**
 * Hands an offer, answer or candidate to the media path.
 *
 * @throws RequestRejected 400, 403 or 404 if the sender has no part in that negotiation; 503 or 504 if the media path
 *   cannot do it.
 */
export async function negotiate(
  session: Session,
  member: Member,
  message: JsepMessage,
): Promise<Commit> {
  const outcome = await session.media.negotiate(member, message);
  return () => {
    if (session.members.get(member.info.id) !== member) {
      throw new RequestRejected(status.notFound, 'the connection has left');
    }
    return applyOutcome(session, outcome);
  };
}
