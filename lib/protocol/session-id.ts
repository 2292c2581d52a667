import { base64url } from 'jose';
import { ProtocolError } from './protocol-error.js';
import { createId } from './ids.js';
import { decodeUtf8, encodeUtf8 } from './wire/utf8.js';

export interface SessionIdOptions {
  /** API key, or application id. */
  readonly key: string;
  /** Where the creator is, e.g. an IP address. Default empty. */
  readonly location?: string | undefined;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
  /** Makes it unique. Default a UUID. */
  readonly random?: string | undefined;
}

/** What a session id says. Clients should treat ids as opaque. */
export interface SessionIdParts {
  readonly key: string;
  readonly location: string;
  /** Milliseconds since 1970; undefined in ids that have a date in words. */
  readonly createdAt: number | undefined;
  readonly random: string;
}

/**
 * A new session id: `1_` and base64url of `1~key~location~time~random~~` (protocol §3).
 *
 * @throws TypeError if a part is not usable.
 */
export function createSessionId(options: SessionIdOptions): string {
  const { key, location = '', now = Date.now, random = createId() } = options;
  if (key === '') throw new TypeError('key must not be empty');
  if ([key, location, random].some((part) => part.includes('~'))) {
    throw new TypeError('key, location and random must not contain ~');
  }
  const fields = ['1', key, location, Math.floor(now()), random, '', ''];
  return '1_' + base64url.encode(encodeUtf8(fields.join('~')));
}

/** @throws ProtocolError `session-id`. */
export function parseSessionId(sessionId: string): SessionIdParts {
  const [, encoded] = /^\d_([A-Za-z0-9_-]{1,250})$/.exec(sessionId) ?? [];
  if (encoded === undefined) throw malformed('is not a digit, _ and base64url');
  let text: string;
  try {
    text = decodeUtf8(base64url.decode(encoded));
  } catch (cause) {
    throw malformed('is not base64url of text', cause);
  }
  const [version, key, location, time, random] = text.split('~');
  if (version === undefined || !/^\d$/.test(version) || !key || random === undefined) {
    throw malformed('lacks its fields');
  }
  const createdAt = /^\d{1,15}$/.test(time ?? '') ? Number(time) : undefined;
  return { key, location: location ?? '', createdAt, random };
}

function malformed(problem: string, cause?: unknown): ProtocolError {
  return new ProtocolError('session-id', `session id ${problem}`, { field: 'sessionId', cause });
}
