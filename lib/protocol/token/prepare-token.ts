import { custom, pipe } from 'valibot';
import {
  check,
  listOf,
  number,
  oneOf,
  optional,
  optionsOf,
  rule,
  secret,
  string,
  text,
} from '../../common/validation/index.js';
import { limits } from '../protocol-limits.js';
import { isWellFormed } from '../wire/utf8.js';
import type { Role, TokenOptions } from './claims.js';
import { roles } from './roles.js';

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

const lifetime = `seconds over 0 and at most ${limits.tokenMaxLifetimeSeconds} (30 days)`;

const tokenOptions = optionsOf({
  sessionId: text,
  role: optional(oneOf(...roles), 'publisher'),
  connectionData: optional(
    pipe(string(limits.connectionDataChars), rule(isWellFormed, 'must have no lone surrogate')),
    '',
  ),
  initialLayoutClasses: optional(listOf(string()), []),
  lifetimeSeconds: optional(
    pipe(
      number(0, limits.tokenMaxLifetimeSeconds, lifetime),
      rule(
        (seconds) => seconds > 0,
        () => `must be ${lifetime}, got 0`,
      ),
    ),
    limits.tokenLifetimeSeconds,
  ),
  now: optional(custom<() => number>((value) => typeof value === 'function', 'must be a function')),
});

/** @throws TypeError or RangeError naming the wrong option. */
export function prepareToken(options: TokenOptions): PreparedToken {
  const checked = check(tokenOptions, options, 'options');
  const { sessionId, role, connectionData, initialLayoutClasses, lifetimeSeconds } = checked;
  const { now = Date.now } = checked;
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

/** @throws TypeError or RangeError naming the option, which may be a secret. */
export function requireText(name: string, value: unknown): void {
  check(secret, value, name);
}
