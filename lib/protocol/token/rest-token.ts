import { SignJWT, type CryptoKey } from 'jose';
import { ProtocolError } from '../protocol-error.js';
import { createId } from '../ids.js';
import { encodeUtf8 } from '../wire/utf8.js';
import type { TokenKind } from './claims.js';
import { importPrivateKey } from './sign-jwt.js';
import type { ApplicationCredentials } from './sign-jwt.js';
import { requireText } from './prepare-token.js';
import { checkTokenLength, readJwt } from './read-token.js';
import type { ProjectCredentials } from './t1-token.js';
import { verifySignature } from './verify-token.js';
import type { VerifyOptions } from './verify-token.js';

/** Who makes a REST call. */
export interface RestCaller {
  readonly kind: Exclude<TokenKind, 't1'>;
  /** API key, or application id. */
  readonly key: string;
}

export interface RestTokenOptions {
  /** Default 180. */
  readonly lifetimeSeconds?: number | undefined;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/**
 * A JWT for REST calls: `X-OPENTOK-AUTH` for a project, `Authorization: Bearer` for an application.
 *
 * @throws TypeError naming the wrong option.
 */
export async function createRestToken(
  credentials: ProjectCredentials | ApplicationCredentials,
  options: RestTokenOptions = {},
): Promise<string> {
  const { lifetimeSeconds = 180, now = Date.now } = options;
  const issuedAt = Math.floor(now() / 1000);
  const sign = (claims: Record<string, string>, alg: string, key: CryptoKey | Uint8Array) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg, typ: 'JWT' })
      .setJti(createId())
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifetimeSeconds)
      .sign(key);
  if ('apiKey' in credentials) {
    requireText('apiKey', credentials.apiKey);
    requireText('apiSecret', credentials.apiSecret);
    const claims = { iss: credentials.apiKey, ist: 'project' };
    return sign(claims, 'HS256', encodeUtf8(credentials.apiSecret));
  }
  requireText('applicationId', credentials.applicationId);
  const claims = { application_id: credentials.applicationId };
  return sign(claims, 'RS256', await importPrivateKey(credentials.privateKey));
}

/**
 * Checks the JWT of a REST call. A client's session token, though signed with the same secret, is
 * refused: whoever may join a session may not administer the project.
 *
 * @throws ProtocolError `token-*`.
 */
export async function verifyRestToken(token: string, options: VerifyOptions): Promise<RestCaller> {
  checkTokenLength(token);
  const { kind, key, payload } = readJwt(token);
  await verifySignature(token, kind, key, options);
  if (payload['exp'] === undefined) {
    throw new ProtocolError('token-malformed', "token's exp is missing", { field: 'exp' });
  }
  const isProject = kind === 'application' || payload['ist'] === 'project';
  if (!isProject || 'session_id' in payload || 'scope' in payload) {
    throw new ProtocolError('token-scope', 'token is not for REST calls', { field: 'scope' });
  }
  return { kind, key };
}
