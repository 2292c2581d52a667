import { decodeJwt, decodeProtectedHeader } from 'jose';
import * as v from 'valibot';
import { checkWith, number, numberText, type Issue } from '../../common/validation/index.js';
import { ProtocolError } from '../protocol-error.js';
import { limits } from '../protocol-limits.js';
import type { TokenClaims, TokenKind } from './claims.js';
import { connectScope } from './sign-jwt.js';
import { isRole } from './roles.js';
import { isT1, parseT1 } from './t1-token.js';

/**
 * What a token says, without checking its signature, session or expiry: for clients, to which the
 * server's word is what counts.
 *
 * @throws ProtocolError `token-malformed`, `token-role`, `token-scope` or `token-data`.
 */
export function readToken(token: string): TokenClaims {
  return readTokenParts(token).claims;
}

/** The same, and a JWT taken apart; undefined for a T1 token. */
export function readTokenParts(token: string): {
  readonly claims: TokenClaims;
  readonly jwt: JwtParts | undefined;
} {
  checkTokenLength(token);
  if (isT1(token)) {
    const { apiKey, data } = parseT1(token);
    const claims = toClaims('t1', apiKey, Object.fromEntries(new URLSearchParams(data)));
    return { claims, jwt: undefined };
  }
  const jwt = readJwt(token);
  return { claims: toClaims(jwt.kind, jwt.key, jwt.payload), jwt };
}

/** A JWT taken apart, its signature not yet checked. */
export interface JwtParts {
  readonly kind: Exclude<TokenKind, 't1'>;
  /** API key, or application id, that it claims to be of. */
  readonly key: string;
  readonly header: Readonly<Record<string, unknown>>;
  /** With the claims that some server SDKs put into the header, which is signed as well. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Claims that mean the same in the header if the payload has them not. */
const headerClaims = ['iss', 'ist', 'iat', 'exp', 'scope', 'session_id'];

/** @throws ProtocolError `token-malformed`. */
export function readJwt(token: string): JwtParts {
  let header: Readonly<Record<string, unknown>>;
  let payload: Readonly<Record<string, unknown>>;
  try {
    header = decodeProtectedHeader(token);
    payload = decodeJwt(token);
  } catch (cause) {
    throw malformed('token', 'a T1 token or a JWT', cause);
  }
  const moved = headerClaims.filter((name) => Object.hasOwn(header, name));
  if (moved.length > 0) {
    payload = { ...Object.fromEntries(moved.map((name) => [name, header[name]])), ...payload };
  }
  const { application_id: applicationId, iss: apiKey } = payload;
  if (typeof applicationId === 'string')
    return { kind: 'application', key: applicationId, header, payload };
  if (typeof apiKey === 'string') return { kind: 'project', key: apiKey, header, payload };
  throw malformed('iss', 'an API key, or application_id');
}

/** @throws ProtocolError `token-malformed`. */
export function checkTokenLength(token: string): void {
  if (token === '' || token.length > limits.tokenChars) {
    throw malformed('token', `1-${limits.tokenChars} characters`);
  }
}

const seconds = numberText(number(0, Number.MAX_SAFE_INTEGER, 'seconds since 1970'));

const wireClaims = v.object({
  session_id: v.pipe(v.string(), v.minLength(1)),
  create_time: v.nullish(seconds),
  iat: v.nullish(seconds),
  expire_time: v.nullish(seconds),
  exp: v.nullish(seconds),
  role: v.nullish(v.string(), 'publisher'),
  scope: v.nullish(v.string()),
  ist: v.nullish(v.string()),
  connection_data: v.nullish(v.string(), ''),
  initial_layout_class_list: v.nullish(v.union([v.string(), v.array(v.string())]), ''),
});

function toClaims(kind: TokenKind, key: string, input: unknown): TokenClaims {
  const claims = checkWith(wireClaims, input, 'token', wrongClaim);
  if (!isRole(claims.role)) {
    throw new ProtocolError('token-role', 'token has an unknown role', { field: 'role' });
  }
  if (claims.scope != null && !claims.scope.split(' ').includes(connectScope)) {
    throw new ProtocolError('token-scope', `token's scope is not ${connectScope}`, {
      field: 'scope',
    });
  }
  if (kind === 'project' && claims.ist != null && claims.ist !== 'project') {
    throw new ProtocolError('token-scope', "token's ist is not project", { field: 'ist' });
  }
  const { connection_data: connectionData, initial_layout_class_list: classes } = claims;
  if (connectionData.length > limits.connectionDataWireChars) {
    throw new ProtocolError(
      'token-data',
      `token's connection_data has ${connectionData.length} characters, at most ${limits.connectionDataWireChars} are allowed`,
      { field: 'connection_data' },
    );
  }
  return {
    kind,
    key,
    sessionId: claims.session_id,
    role: claims.role,
    ...times(claims),
    connectionData,
    initialLayoutClasses: (typeof classes === 'string' ? classes.split(' ') : classes).filter(
      Boolean,
    ),
  };
}

/** JWTs of projects have each time twice; the earlier end counts. */
function times(claims: v.InferOutput<typeof wireClaims>): { issuedAt: number; expiresAt: number } {
  const issuedAt = claims.create_time ?? claims.iat;
  if (issuedAt == null) throw malformed('create_time', 'seconds since 1970');
  const fallback = issuedAt + limits.tokenLifetimeSeconds;
  const expiresAt = Math.min(claims.expire_time ?? Infinity, claims.exp ?? Infinity);
  return { issuedAt, expiresAt: expiresAt === Infinity ? fallback : expiresAt };
}

function wrongClaim({ path, message }: Issue): ProtocolError {
  const field = path.replace(/^token\./, '');
  return new ProtocolError('token-malformed', message, { field });
}

function malformed(field: string, expected: string, cause?: unknown): ProtocolError {
  const what = field === 'token' ? 'token' : `token's ${field}`;
  return new ProtocolError('token-malformed', `${what} is not ${expected}`, { field, cause });
}
