import { createSessionId, parseSessionId, status } from '../../protocol/index.js';
import type { SessionAddress } from '../../protocol/index.js';
import { RequestRejected } from './request-rejected.js';
import { relayedMedia } from './relayed-media.js';
import { Session } from './session.js';

export interface SessionRegistryOptions {
  /** Most sessions kept. */
  readonly maxSessions: number;
  /** Whether well-formed ids that were not made here become sessions. */
  readonly autoCreate: boolean;
}

/** All sessions of a server. */
export class SessionRegistry {
  readonly #sessions = new Map<string, Session>();
  readonly #options: SessionRegistryOptions;

  constructor(options: SessionRegistryOptions) {
    this.#options = options;
  }

  /** @throws RequestRejected 503 if there are too many. */
  create(key: string, location = ''): Session {
    return this.#add({ partnerId: key, sessionId: createSessionId({ key, location }) });
  }

  /**
   * The session with this id and key.
   *
   * @throws RequestRejected 404, also if the session belongs to another key; 503 if there are too many.
   */
  find(address: SessionAddress): Session {
    const session = this.#sessions.get(address.sessionId);
    if (session?.address.partnerId === address.partnerId) return session;
    const { autoCreate } = this.#options;
    if (session === undefined && autoCreate && keyIn(address.sessionId) === address.partnerId) {
      return this.#add(address);
    }
    throw new RequestRejected(status.notFound, 'no such session');
  }

  /** The API key or application id of a session that is, or would be, served. */
  keyOf(sessionId: string): string | undefined {
    const session = this.#sessions.get(sessionId);
    if (session !== undefined) return session.address.partnerId;
    return this.#options.autoCreate ? keyIn(sessionId) : undefined;
  }

  // Routed sessions are relayed too, and told to be, until there is a media router.
  #add(address: SessionAddress): Session {
    if (this.#sessions.size >= this.#options.maxSessions) {
      throw new RequestRejected(503, 'the server has too many sessions');
    }
    const session = new Session({
      address,
      mediaMode: 'relayed',
      media: relayedMedia,
      creationTime: Date.now(),
    });
    this.#sessions.set(session.id, session);
    return session;
  }
}

/** The key that a session id was made for; undefined if it is malformed. */
function keyIn(sessionId: string): string | undefined {
  try {
    return parseSessionId(sessionId).key;
  } catch {
    return undefined;
  }
}
