import type { Permission } from '../messages/session-objects.js';
import type { Role } from './claims.js';

/** The rights of each role. A publisher-only client neither subscribes nor signals. */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  subscriber: ['subscribe'],
  publisher: ['publish', 'subscribe', 'signal'],
  publisheronly: ['publish'],
  moderator: ['publish', 'subscribe', 'signal', 'forceunpublish', 'forcedisconnect', 'forcemute'],
};

export const roles = Object.keys(rolePermissions) as Role[];

export function isRole(text: unknown): text is Role {
  return typeof text === 'string' && Object.hasOwn(rolePermissions, text);
}
