import type { CryptoKey } from 'jose';
import { ProtocolError } from '../protocol-error.js';
import { createId } from '../ids.js';
import { encodeUtf8 } from '../wire/utf8.js';
import type { TokenOptions } from './claims.js';
import { prepareToken, requireText } from './prepare-token.js';

const prefix = 'T1==';
const algorithm = { name: 'HMAC', hash: 'SHA-1' };

/** An OpenTok project's credentials. */
export interface ProjectCredentials {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** A T1 token taken apart, its signature not yet checked. */
export interface T1Parts {
  readonly apiKey: string;
  /** HMAC-SHA1 of `data`. */
  readonly signature: Uint8Array<ArrayBuffer>;
  /** The signed query string. */
  readonly data: string;
}

export function isT1(token: string): boolean {
  return token.startsWith(prefix);
}

/**
 * A T1 token: `T1==` + base64 of `partner_id=…&sig=HEX:DATA` (protocol §3).
 *
 * @throws TypeError or RangeError naming the wrong option.
 */
export async function createT1Token(
  credentials: ProjectCredentials,
  options: TokenOptions,
): Promise<string> {
  const { apiKey, apiSecret } = credentials;
  requireText('apiKey', apiKey);
  requireText('apiSecret', apiSecret);
  const token = prepareToken(options);
  const data = [
    ['session_id', token.sessionId],
    ['create_time', String(token.issuedAt)],
    ['nonce', createId()],
    ['role', token.role],
    ['expire_time', String(token.expiresAt)],
    ...(token.connectionData === '' ? [] : [['connection_data', token.connectionData]]),
    ['initial_layout_class_list', token.layoutClasses],
  ]
    .map((pair) => pair.map(encodeURIComponent).join('='))
    .join('&');
  const key = await hmacKey(apiSecret);
  const signature = await crypto.subtle.sign(algorithm.name, key, encodeUtf8(data));
  const head = `partner_id=${encodeURIComponent(apiKey)}&sig=${toHex(new Uint8Array(signature))}`;
  return prefix + btoa(`${head}:${data}`);
}

/** @throws ProtocolError `token-malformed`. */
export function parseT1(token: string): T1Parts {
  let text: string;
  try {
    text = atob(token.slice(prefix.length));
  } catch (cause) {
    throw malformed('is not base64', cause);
  }
  const colon = text.indexOf(':');
  const head = new URLSearchParams(text.slice(0, colon));
  const apiKey = head.get('partner_id');
  const signature = fromHex(head.get('sig') ?? '');
  if (colon < 0 || !apiKey || signature === undefined) {
    throw malformed('is not partner_id=…&sig=…:…');
  }
  return { apiKey, signature, data: text.slice(colon + 1) };
}

function hmacKey(secret: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', encodeUtf8(secret), algorithm, false, ['sign']);
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fromHex(hex: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^([0-9a-f]{2})+$/i.test(hex)) return undefined;
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function malformed(problem: string, cause?: unknown): ProtocolError {
  return new ProtocolError('token-malformed', `T1 token ${problem}`, { field: 'token', cause });
}
