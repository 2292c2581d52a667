import { limits } from '../protocol-limits.js';
import { isWellFormed } from '../wire/utf8.js';
import type { Role, TokenOptions } from './claims.js';
import { isRole } from './roles.js';

/** Options of a new token, checked and with defaults filled in. */
export interface PreparedToken {
  readonly sessionId: string;
  readonly role: Role;
  readonly connectionData: string;
  /** Separated by spaces, as the wire has them. */
  readonly layoutClasses: string;
  /** Seconds since 1970. */
  readonly issuedAt: number;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** @throws TypeError or RangeError naming the wrong option. */
export function prepareToken(options: TokenOptions): PreparedToken {
  const { sessionId, role = 'publisher', connectionData = '', initialLayoutClasses = [] } = options;
  const { lifetimeSeconds = limits.tokenLifetimeSeconds, now = Date.now } = options;
  requireText('sessionId', sessionId);
  if (!isRole(role)) {
    throw new TypeError('role must be subscriber, publisher, publisheronly or moderator');
  }
  if (connectionData.length > limits.connectionDataChars) {
    throw new RangeError(
      `connectionData has ${connectionData.length} characters, at most ${limits.connectionDataChars} are allowed`,
    );
  }
  if (!isWellFormed(connectionData)) {
    throw new TypeError('connectionData has a lone surrogate, it has no UTF-8 form');
  }
  if (!(lifetimeSeconds > 0 && lifetimeSeconds <= limits.tokenMaxLifetimeSeconds)) {
    throw new RangeError(
      `lifetimeSeconds must be over 0 and at most ${limits.tokenMaxLifetimeSeconds} (30 days), got ${lifetimeSeconds}`,
    );
  }
  const issuedAt = Math.floor(now() / 1000);
  return {
    sessionId,
    role,
    connectionData,
    layoutClasses: initialLayoutClasses.join(' '),
    issuedAt,
    expiresAt: issuedAt + Math.ceil(lifetimeSeconds),
  };
}

/** @throws TypeError naming the option. */
export function requireText(name: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') {
    throw new TypeError(`${name} must be a non-empty string`);
  }
}
