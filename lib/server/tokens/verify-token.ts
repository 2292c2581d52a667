import { limits, ProtocolError, readTokenParts } from '../../protocol/index.js';
import type { JwtParts, TokenClaims, TokenKind } from '../../protocol/index.js';
import { isSigned } from './check-signature.js';
import type { FindTokenKey } from './token-keys.js';

export interface VerifyOptions {
  readonly findKey: FindTokenKey;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
  /** By how much the signer's clock may be off. Default 0. */
  readonly clockToleranceSeconds?: number | undefined;
}

export interface VerifyTokenOptions extends VerifyOptions {
  /** The session that the token must be for. */
  readonly sessionId: string;
}

/** Whose a token claims to be. */
export interface SignedBy {
  readonly kind: TokenKind;
  /** API key, or application id. */
  readonly key: string;
  /** Undefined for a T1 token. */
  readonly jwt: JwtParts | undefined;
}

/** A minute of slack: signers round the two times differently. */
const roundingSeconds = 60;

/** By how much a signer's clock may be ahead for its longest tokens to be good. */
const aheadSeconds = 24 * 60 * 60;

/**
 * Checks a client's token of any kind: form, key, signature, times, session.
 *
 * @throws ProtocolError `token-*`, saying what is wrong but never showing the token.
 */
export function verifyToken(token: string, options: VerifyTokenOptions): Promise<TokenClaims> {
  return settled(() => {
    const { claims, jwt } = readTokenParts(token);
    verifySignature(token, { ...claims, jwt }, options);
    checkClaims(claims, options);
    return claims;
  });
}

/** What of a token can change, or depends on what it is used for. @throws ProtocolError `token-*`. */
export function checkClaims(
  claims: TokenClaims,
  options: Omit<VerifyTokenOptions, 'findKey'>,
): void {
  checkTimes(claims, options);
  if (claims.sessionId !== options.sessionId) {
    throw new ProtocolError('token-session', 'token is for another session', {
      field: 'session_id',
    });
  }
}

/**
 * Checks key and signature, and a JWT's own times.
 *
 * @throws ProtocolError `token-key`, `token-signature`, `token-expired`, `token-lifetime` or `token-malformed`.
 */
export function verifySignature(
  token: string,
  { kind, key: name, jwt }: SignedBy,
  options: VerifyOptions,
): void {
  const key = options.findKey(name, kind);
  // The kind of key decides the algorithm, so a public key can never serve as an HMAC secret.
  if (key === undefined || 'publicKey' in key !== (kind === 'application')) {
    const what = kind === 'application' ? 'application id' : 'API key';
    throw new ProtocolError('token-key', `token's ${what} is unknown`, { field: 'key' });
  }
  if (jwt !== undefined) checkHeader(jwt, 'secret' in key ? 'HS256' : 'RS256');
  if (!isSigned(token, key)) throw badSignature();
  if (jwt !== undefined) checkJwtTimes(jwt, options);
}

/** Exactly the algorithm of the key, and nothing that we would have to understand and do not (RFC 7515, section 4.1.11). */
function checkHeader({ header }: JwtParts, algorithm: string): void {
  if (header['alg'] !== algorithm) throw badSignature();
  if (header['crit'] !== undefined) {
    throw new ProtocolError('token-malformed', "token's header has crit", { field: 'token' });
  }
}

/** RFC 7519, section 4.1. */
function checkJwtTimes({ payload }: JwtParts, options: VerifyOptions): void {
  const { now = Date.now, clockToleranceSeconds = 0 } = options;
  const at = Math.floor(now() / 1000);
  for (const name of ['iat', 'nbf', 'exp']) {
    const value = payload[name];
    if (value !== undefined && typeof value !== 'number') throw doesNotHold(name);
  }
  const { nbf, exp } = payload;
  if (typeof nbf === 'number' && nbf > at + clockToleranceSeconds) throw doesNotHold('nbf');
  if (typeof exp !== 'number') return;
  if (exp <= at - clockToleranceSeconds) throw expired();
  if (exp > at + limits.tokenMaxLifetimeSeconds + aheadSeconds) throw tooLong('exp');
}

/** @throws ProtocolError `token-expired` or `token-lifetime`. */
function checkTimes(
  claims: TokenClaims,
  {
    now = Date.now,
    clockToleranceSeconds = 0,
  }: Pick<VerifyOptions, 'now' | 'clockToleranceSeconds'>,
): void {
  const { issuedAt, expiresAt } = claims;
  const { tokenMaxLifetimeSeconds: most } = limits;
  const at = now() / 1000;
  if (at >= expiresAt + clockToleranceSeconds) throw expired();
  if (expiresAt - issuedAt > most + roundingSeconds) throw tooLong('expire_time');
  // Both of them a century ahead would be a token for ever.
  if (expiresAt > at + most + aheadSeconds) throw tooLong('expire_time');
}

/** The result as a promise, so that a failure is a rejection. */
export function settled<T>(verify: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(verify());
  });
}

function tooLong(field: string): ProtocolError {
  return new ProtocolError('token-lifetime', 'token lives longer than 30 days', { field });
}

function doesNotHold(claim: string): ProtocolError {
  return new ProtocolError('token-lifetime', `token's ${claim} does not hold now`, {
    field: claim,
  });
}

function expired(): ProtocolError {
  return new ProtocolError('token-expired', 'token has expired', { field: 'exp' });
}

function badSignature(): ProtocolError {
  return new ProtocolError('token-signature', "token's signature does not match", {
    field: 'signature',
  });
}
