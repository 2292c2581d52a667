import { limits } from './protocol-limits.js';

/** A fresh UUID v4: connection, stream, subscriber, socket, transaction and signal ids. */
export function createId(): string {
  return globalThis.crypto.randomUUID();
}

/**
 * Whether a string can be an id: 1 to `limits.idChars` of the characters that URIs leave as they
 * are. Clients send UUIDs, but nothing depends on it.
 */
export function isId(text: string): boolean {
  return text.length <= limits.idChars && /^[A-Za-z0-9\-_.~]+$/.test(text) && !/^\.\.?$/.test(text);
}
