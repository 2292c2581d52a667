import type { Logger } from 'pino';
import { parseSessionId, status } from '../../protocol/index.js';
import type { SessionAddress } from '../../protocol/index.js';
import type { MediaPaths } from '../media/media-path.js';
import type { ServerLimits, ServerTimers } from '../server-limits.js';
import type { MediaMode } from '../session-server.js';
import type { Effect } from '../sessions/effect.js';
import { RequestRejected } from '../sessions/request-rejected.js';
import type { SessionRecord } from '../sessions/session.js';
import { LocalSessionOwner, ownedElsewhere } from './local-session-owner.js';
import type { SessionIds } from './session-ids.js';
import type { SessionOwner } from './session-owner.js';
import type { SessionStore } from './session-store.js';

export interface SessionDirectoryOptions {
  readonly store: SessionStore;
  readonly ids: SessionIds;
  readonly mediaPaths: MediaPaths;
  /** What becomes of sessions of a media mode that there is no path for. */
  readonly withoutRouter: 'relay' | 'reject';
  /** Whether well-formed ids that were not made here become sessions. */
  readonly autoCreateSessions: boolean;
  readonly limits: ServerLimits;
  readonly timers: ServerTimers;
  readonly logger: Logger;
  /** Makes effects happen, in the order of the calls. */
  readonly deliver: (address: SessionAddress, effects: readonly Effect[]) => void;
  /** Another process has the session now: its clients cannot stay here. */
  readonly onLost: (address: SessionAddress) => void;
}

const serviceUnavailable = 503;

/** How often idle sessions are looked for, milliseconds: four times within the time, but within reason. */
const leastSweepMs = 25;
const mostSweepMs = 60_000;

/** Finds sessions and who runs them, and makes new ones. */
export class SessionDirectory {
  readonly #options: SessionDirectoryOptions;
  /** Those run here, by session id. */
  readonly #owners = new Map<string, Promise<SessionOwner>>();
  readonly #sweep: NodeJS.Timeout;
  #closed = false;

  constructor(options: SessionDirectoryOptions) {
    this.#options = options;
    const { sessionIdleMs } = options.timers;
    const interval = Math.min(Math.max(sessionIdleMs / 4, leastSweepMs), mostSweepMs);
    this.#sweep = setInterval(() => {
      void this.#dropIdle(Date.now() - sessionIdleMs);
    }, interval).unref();
  }

  /** Whether a session of this media mode can be had, as such or as another. */
  offers(mediaMode: MediaMode): boolean {
    const { mediaPaths, withoutRouter } = this.#options;
    return mediaPaths[mediaMode] !== undefined || withoutRouter === 'relay';
  }

  /** @throws RequestRejected 503 if there are too many, or no media router. */
  create(key: string, location = '', mediaMode: MediaMode = 'relayed'): Promise<SessionRecord> {
    const creationTime = Date.now();
    const sessionId = this.#options.ids.create(key, location, mediaMode, creationTime);
    return this.#add({ partnerId: key, sessionId }, mediaMode, creationTime);
  }

  /**
   * The session with this id and key.
   *
   * @throws RequestRejected 404, also if the session belongs to another key; 503 if there are too many, or no media router.
   */
  async find(address: SessionAddress): Promise<SessionRecord> {
    const { store, ids, autoCreateSessions } = this.#options;
    const { partnerId, sessionId } = address;
    let record = await store.find(sessionId);
    if (record === undefined) {
      const issued = ids.read(sessionId);
      // Made here, and not kept because nobody was in it for long.
      if (issued?.key === partnerId) {
        record = await this.#add(address, issued.mediaMode, issued.creationTime);
      } else if (autoCreateSessions && keyIn(sessionId) === partnerId) {
        record = await this.#add(address, 'relayed', Date.now());
      }
    }
    if (record?.address.partnerId === partnerId) return record;
    throw new RequestRejected(status.notFound, 'no such session');
  }

  /**
   * Who runs the session with this id and key.
   *
   * @throws RequestRejected as `find`, and 503 if another process does.
   */
  async owner(address: SessionAddress): Promise<SessionOwner> {
    const record = await this.find(address);
    if (this.#closed) throw new RequestRejected(serviceUnavailable, 'the server closes');
    const { sessionId } = address;
    let owner = this.#owners.get(sessionId);
    if (owner === undefined) {
      owner = this.#acquire(record);
      this.#owners.set(sessionId, owner);
      owner.catch(() => this.#owners.delete(sessionId));
    }
    return owner;
  }

  /** The API key or application id of a session that is, or would be, served. */
  async keyOf(sessionId: string): Promise<string | undefined> {
    const { store, ids, autoCreateSessions } = this.#options;
    const record = await store.find(sessionId);
    if (record !== undefined) return record.address.partnerId;
    return ids.read(sessionId)?.key ?? (autoCreateSessions ? keyIn(sessionId) : undefined);
  }

  /** Hands every session over to whoever comes for it. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#sweep);
    const owners = await Promise.allSettled(this.#owners.values());
    this.#owners.clear();
    await Promise.all(
      owners.map((each) => (each.status === 'fulfilled' ? each.value.close() : Promise.resolve())),
    );
  }

  async #acquire(record: SessionRecord): Promise<SessionOwner> {
    const { store, mediaPaths, timers, onLost, ...rest } = this.#options;
    const { sessionId } = record.address;
    const lease = await store.acquire(sessionId);
    if (lease === undefined) throw ownedElsewhere();
    return new LocalSessionOwner({
      ...rest,
      record,
      lease,
      openPath: mediaPaths[record.mediaMode] ?? mediaPaths.relayed,
      mediaMs: timers.mediaMs,
      onLost: () => {
        this.#owners.delete(sessionId);
        onLost(record.address);
      },
    });
  }

  /** Ids stay valid: whoever comes with one of them makes it a session again. */
  async #dropIdle(since: number): Promise<void> {
    const { store, logger } = this.#options;
    for (const [sessionId, running] of [...this.#owners]) {
      const owner = await running.catch(() => undefined);
      if (owner === undefined || owner.emptySince > since) continue;
      this.#owners.delete(sessionId);
      await owner.close();
    }
    const dropped = store.dropIdle?.(since) ?? 0;
    if (dropped > 0) logger.debug({ dropped }, 'idle sessions dropped');
  }

  async #add(
    address: SessionAddress,
    wanted: MediaMode,
    creationTime: number,
  ): Promise<SessionRecord> {
    const { store, mediaPaths, logger } = this.#options;
    if (!this.offers(wanted)) {
      throw new RequestRejected(serviceUnavailable, `${wanted} sessions need a media router`);
    }
    const mediaMode = mediaPaths[wanted] === undefined ? 'relayed' : wanted;
    const record = await store.add({ address, mediaMode, creationTime });
    if (record === undefined) {
      throw new RequestRejected(
        serviceUnavailable,
        'the server or the project has too many sessions',
      );
    }
    if (mediaMode !== wanted) {
      logger.warn(
        { session: address.sessionId, wanted, mediaMode },
        'session is served relayed: there is no media router',
      );
    }
    return record;
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
