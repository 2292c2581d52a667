import type { ConnectionInfo, Permission } from '../../protocol/index.js';
import { status } from '../../protocol/index.js';
import { RequestRejected } from './request-rejected.js';

/** A connection that has joined a session. */
export interface Member {
  /** What the others see of it. */
  readonly info: ConnectionInfo;
  /** Extensions that its client announced; it is sent no others. */
  readonly capabilities: readonly string[];
}

/** Who asks: a member, or the project's administrator through the REST API, who may do everything. */
export type Actor = Member | 'administrator';

export function isMember(actor: Actor): actor is Member {
  return actor !== 'administrator';
}

/** @throws RequestRejected 403. */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (isMember(actor) && !actor.info.permissions.includes(permission)) {
    throw new RequestRejected(status.forbidden, `the token's role does not allow to ${permission}`);
  }
}

/** @throws RequestRejected 403 for the administrator, who has no media. */
export function requireMember(actor: Actor): Member {
  if (isMember(actor)) return actor;
  throw new RequestRejected(status.forbidden, 'only a connection in the session can do that');
}
