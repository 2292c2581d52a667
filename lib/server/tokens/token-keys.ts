import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import type { TokenKind } from '../../protocol/index.js';

/** What checks a signature, imported once: that takes longer than checking. */
export type TokenKey =
  /** A project's secret: T1 and HS256. */
  | { readonly secret: KeyObject }
  /** An application's public key: RS256. */
  | { readonly publicKey: KeyObject };

/** Finds the key of an API key or application id; undefined if there is no such project. */
export type FindTokenKey = (key: string, kind: TokenKind) => TokenKey | undefined;

export function secretKey(secret: string): TokenKey {
  return { secret: createSecretKey(Buffer.from(secret)) };
}

/** @param pem SPKI (`-----BEGIN PUBLIC KEY-----`). */
export function publicKey(pem: string): TokenKey {
  return { publicKey: createPublicKey(pem) };
}
