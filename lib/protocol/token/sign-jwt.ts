import { SignJWT, importPKCS8, type CryptoKey } from 'jose';
import { createId } from '../ids.js';
import { encodeUtf8 } from '../wire/utf8.js';
import type { TokenOptions } from './claims.js';
import { prepareToken, requireText } from './prepare-token.js';
import type { PreparedToken } from './prepare-token.js';
import type { ProjectCredentials } from './t1-token.js';

/** A unified application's credentials. */
export interface ApplicationCredentials {
  readonly applicationId: string;
  /** PKCS#8 PEM (`-----BEGIN PRIVATE KEY-----`), or an RS256 key already imported. */
  readonly privateKey: string | CryptoKey;
}

/** Scope of tokens that let a client join, in both kinds of JWT. */
export const connectScope = 'session.connect';

/**
 * A JWT of an OpenTok project, signed with its secret by HS256 (protocol §3).
 *
 * @throws TypeError or RangeError naming the wrong option.
 */
export async function createProjectToken(
  credentials: ProjectCredentials,
  options: TokenOptions,
): Promise<string> {
  const { apiKey, apiSecret } = credentials;
  requireText('apiKey', apiKey);
  requireText('apiSecret', apiSecret);
  const token = prepareToken(options);
  const claims = {
    ...sharedClaims(token),
    ist: 'project',
    nonce: createId(),
    create_time: token.issuedAt,
    expire_time: token.expiresAt,
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(apiKey)
    .setIssuedAt(token.issuedAt)
    .setExpirationTime(token.expiresAt)
    .sign(encodeUtf8(apiSecret));
}

/**
 * A JWT of a unified application, signed with its private key by RS256 (protocol §3).
 *
 * @throws TypeError or RangeError naming the wrong option.
 */
export async function createApplicationToken(
  credentials: ApplicationCredentials,
  options: TokenOptions,
): Promise<string> {
  const { applicationId, privateKey } = credentials;
  requireText('applicationId', applicationId);
  const token = prepareToken(options);
  const claims = {
    ...sharedClaims(token),
    application_id: applicationId,
    acl: { paths: { '/session/**': {} } },
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .setSubject('video')
    .setJti(createId())
    .setIssuedAt(token.issuedAt)
    .setExpirationTime(token.expiresAt)
    .sign(await importPrivateKey(privateKey));
}

/** @throws TypeError if the PEM is not PKCS#8. */
export async function importPrivateKey(key: string | CryptoKey): Promise<CryptoKey> {
  if (typeof key !== 'string') return key;
  try {
    return await importPKCS8(key, 'RS256');
  } catch (cause) {
    throw new TypeError('privateKey must be PKCS#8 PEM (BEGIN PRIVATE KEY) of an RSA key', {
      cause,
    });
  }
}

function sharedClaims(token: PreparedToken): Record<string, string> {
  return {
    scope: connectScope,
    session_id: token.sessionId,
    role: token.role,
    ...(token.connectionData === '' ? {} : { connection_data: token.connectionData }),
    initial_layout_class_list: token.layoutClasses,
  };
}
