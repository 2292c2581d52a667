import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createSessionId, parseSessionId } from '../../protocol/index.js';
import type { MediaMode } from '../session-server.js';

/** What an id says of a session that it was made for. */
export interface IssuedSession {
  /** API key or application id. */
  readonly key: string;
  readonly mediaMode: MediaMode;
  /** Milliseconds since 1970. */
  readonly creationTime: number;
}

/** Bytes; together with the letter as long as the UUID that stands there in other ids. */
const nonceBytes = 12;
const proofBytes = 12;

const mediaModes: Readonly<Record<string, MediaMode>> = { p: 'relayed', r: 'routed' };

/**
 * Session ids that prove that they were made here: what is known of a session that nobody is in stands in its id, signed,
 * so that it need not be kept.
 */
export class SessionIds {
  readonly #secretOf: (key: string) => string | undefined;
  /** Signs for projects without a secret. Their ids are good for as long as this process runs. */
  readonly #own = randomBytes(32);

  /** @param secretOf The secret of a project; undefined if it has none. */
  constructor(secretOf: (key: string) => string | undefined) {
    this.#secretOf = secretOf;
  }

  create(key: string, location: string, mediaMode: MediaMode, now = Date.now()): string {
    const letter = mediaMode === 'relayed' ? 'p' : 'r';
    const nonce = letter + randomBytes(nonceBytes).toString('base64url');
    const proof = this.#proof(key, location, now, nonce).toString('base64url');
    return createSessionId({ key, location, now: () => now, random: nonce + proof });
  }

  /** Undefined if the id is malformed, or was not made here. */
  read(sessionId: string): IssuedSession | undefined {
    const parts = parsed(sessionId);
    if (parts?.createdAt === undefined) return undefined;
    const { key, location, createdAt, random } = parts;
    const mediaMode = mediaModes[random[0] ?? ''];
    const nonceChars = 1 + (nonceBytes * 4) / 3;
    const proof = Buffer.from(random.slice(nonceChars), 'base64url');
    if (mediaMode === undefined || proof.length !== proofBytes) return undefined;
    const expected = this.#proof(key, location, createdAt, random.slice(0, nonceChars));
    if (!timingSafeEqual(proof, expected)) return undefined;
    // The same id in another spelling would be another session.
    const canonical = createSessionId({ key, location, now: () => createdAt, random });
    return canonical === sessionId ? { key, mediaMode, creationTime: createdAt } : undefined;
  }

  #proof(key: string, location: string, createdAt: number, nonce: string): Buffer {
    const signed = ['session id', key, location, createdAt, nonce].join('~');
    return createHmac('sha256', this.#secretOf(key) ?? this.#own)
      .update(signed)
      .digest()
      .subarray(0, proofBytes);
  }
}

function parsed(sessionId: string): ReturnType<typeof parseSessionId> | undefined {
  try {
    return parseSessionId(sessionId);
  } catch {
    return undefined;
  }
}
