import { errors, importSPKI, jwtVerify, type CryptoKey } from 'jose';
import { ProtocolError } from '../protocol-error.js';
import { limits } from '../protocol-limits.js';
import { encodeUtf8 } from '../wire/utf8.js';
import type { TokenClaims, TokenKind } from './claims.js';
import { readToken } from './read-token.js';
import { isT1, parseT1, verifyT1 } from './t1-token.js';

/** What checks a signature: a project's secret (T1, HS256) or an application's public key (RS256). */
export type TokenKey =
  | { readonly secret: string }
  /** SPKI PEM (`-----BEGIN PUBLIC KEY-----`), or an RS256 key already imported. */
  | { readonly publicKey: string | CryptoKey };

/** Finds the key of an API key or application id; undefined if there is no such project. */
export type FindTokenKey = (
  key: string,
  kind: TokenKind,
) => TokenKey | undefined | Promise<TokenKey | undefined>;

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

/**
 * Checks a client's token of any kind: form, key, signature, times, session.
 *
 * @throws ProtocolError `token-*`, saying what is wrong but never showing the token.
 */
export async function verifyToken(
  token: string,
  options: VerifyTokenOptions,
): Promise<TokenClaims> {
  const claims = readToken(token);
  await verifySignature(token, claims.kind, claims.key, options);
  checkTimes(claims, options);
  if (claims.sessionId !== options.sessionId) {
    throw new ProtocolError('token-session', 'token is for another session', {
      field: 'session_id',
    });
  }
  return claims;
}

/**
 * Checks key and signature, and a JWT's own times.
 *
 * @throws ProtocolError `token-key`, `token-signature`, `token-expired` or `token-malformed`.
 */
export async function verifySignature(
  token: string,
  kind: TokenKind,
  keyName: string,
  options: VerifyOptions,
): Promise<void> {
  const key = await options.findKey(keyName, kind);
  // The kind of key decides the algorithm, so a public key can never serve as an HMAC secret.
  if (key === undefined || 'publicKey' in key !== (kind === 'application')) {
    const what = kind === 'application' ? 'application id' : 'API key';
    throw new ProtocolError('token-key', `token's ${what} is unknown`, { field: 'key' });
  }
  if (isT1(token)) {
    if ('secret' in key && (await verifyT1(parseT1(token), key.secret))) return;
    throw badSignature();
  }
  const verifier = 'secret' in key ? encodeUtf8(key.secret) : await importPublicKey(key.publicKey);
  const { now = Date.now, clockToleranceSeconds = 0 } = options;
  try {
    await jwtVerify(token, verifier, {
      algorithms: ['secret' in key ? 'HS256' : 'RS256'],
      currentDate: new Date(now()),
      clockTolerance: clockToleranceSeconds,
    });
  } catch (cause) {
    throw jwtError(cause);
  }
}

/** @throws ProtocolError `token-expired` or `token-lifetime`. */
function checkTimes(claims: TokenClaims, options: VerifyOptions): void {
  const { now = Date.now, clockToleranceSeconds = 0 } = options;
  if (now() / 1000 >= claims.expiresAt + clockToleranceSeconds) throw expired();
  // A minute of slack: signers round the two times differently.
  if (claims.expiresAt - claims.issuedAt > limits.tokenMaxLifetimeSeconds + 60) {
    throw new ProtocolError('token-lifetime', 'token lives longer than 30 days', {
      field: 'expire_time',
    });
  }
}

async function importPublicKey(key: string | CryptoKey): Promise<CryptoKey> {
  if (typeof key !== 'string') return key;
  try {
    return await importSPKI(key, 'RS256');
  } catch (cause) {
    throw new TypeError('publicKey must be SPKI PEM (BEGIN PUBLIC KEY) of an RSA key', { cause });
  }
}

function jwtError(cause: unknown): unknown {
  if (cause instanceof errors.JWTExpired) return expired();
  if (cause instanceof errors.JWTClaimValidationFailed) {
    return new ProtocolError('token-lifetime', `token's ${cause.claim} does not hold now`, {
      field: cause.claim,
    });
  }
  if (cause instanceof errors.JWSSignatureVerificationFailed) return badSignature();
  if (cause instanceof errors.JOSEAlgNotAllowed) return badSignature();
  if (cause instanceof errors.JOSEError) {
    return new ProtocolError('token-malformed', `token is not a valid JWT (${cause.code})`, {
      field: 'token',
    });
  }
  return cause;
}

function expired(): ProtocolError {
  return new ProtocolError('token-expired', 'token has expired', { field: 'exp' });
}

function badSignature(): ProtocolError {
  return new ProtocolError('token-signature', "token's signature does not match", {
    field: 'signature',
  });
}
