import { SignJWT, type CryptoKey } from 'jose';
import { createId } from '../ids.js';
import { encodeUtf8 } from '../wire/utf8.js';
import { importPrivateKey } from './sign-jwt.js';
import type { ApplicationCredentials } from './sign-jwt.js';
import { requireText } from './prepare-token.js';
import type { ProjectCredentials } from './t1-token.js';

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
