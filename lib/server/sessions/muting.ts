import type { MuteState } from '../../protocol/index.js';
import { forceMuteExtension } from '../../protocol/index.js';
import { toAll, toOne } from './effect.js';
import type { Effect } from './effect.js';
import { requirePermission } from './member.js';
import type { Actor } from './member.js';
import type { Session } from './session.js';

/**
 * Mutes present and future streams but the excluded ones, or with `active` false stops muting
 * future ones. Each client mutes its own publishers. @throws RequestRejected 403.
 */
export function muteSession(session: Session, actor: Actor, mute: MuteState): Effect[] {
  requirePermission(actor, 'forcemute');
  const { active, excluded } = mute;
  session.setMute({ active, excluded });
  return [toAll({ kind: 'mute-session', active, excluded }, { capability: forceMuteExtension })];
}

/** Tells a stream's publisher to mute, if its client can. @throws RequestRejected 403 or 404. */
export function muteStream(session: Session, actor: Actor, streamId: string): Effect[] {
  requirePermission(actor, 'forcemute');
  const { connectionId } = session.stream(streamId);
  const { capabilities } = session.member(connectionId);
  if (!capabilities.includes(forceMuteExtension)) return [];
  return [toOne(connectionId, { kind: 'mute-stream', streamId })];
}
