import { createHmac, timingSafeEqual, verify, type KeyObject } from 'node:crypto';
import { isT1, parseT1 } from '../../protocol/index.js';
import type { TokenKey } from './token-keys.js';

/** Whether the key made the signature of a token, by the one algorithm that keys of its kind are for. */
export function isSigned(token: string, key: TokenKey): boolean {
  if (isT1(token)) return 'secret' in key && isSignedT1(token, key.secret);
  const end = token.lastIndexOf('.');
  const signed = token.slice(0, end);
  const signature = token.slice(end + 1);
  if ('secret' in key) {
    // As text: so there is one way to write the signature.
    const right = createHmac('sha256', key.secret).update(signed).digest('base64url');
    return isSame(Buffer.from(signature), Buffer.from(right));
  }
  const bytes = Buffer.from(signature, 'base64url');
  if (bytes.toString('base64url') !== signature) return false;
  return verify('RSA-SHA256', Buffer.from(signed), key.publicKey, bytes);
}

function isSignedT1(token: string, secret: KeyObject): boolean {
  const { data, signature } = parseT1(token);
  return isSame(signature, createHmac('sha1', secret).update(data).digest());
}

/** Takes as long however much of them is the same. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
