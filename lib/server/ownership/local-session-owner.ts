import type { Logger } from 'pino';
import type {
  ConnectionReason,
  SessionAddress,
  SessionStateMessage,
} from '../../protocol/index.js';
import type { ServerLimits } from '../server-limits.js';
import type { OpenMediaPath } from '../media/media-path.js';
import { SessionMedia } from '../media/session-media.js';
import type { Effect } from '../sessions/effect.js';
import type { Actor, Member } from '../sessions/member.js';
import { join, leave, readState } from '../sessions/membership.js';
import { perform } from '../sessions/operations.js';
import type { Operation } from '../sessions/operations.js';
import { applyOutcome } from '../sessions/publishing.js';
import { RequestRejected } from '../sessions/request-rejected.js';
import { Session } from '../sessions/session.js';
import type { SessionRecord } from '../sessions/session.js';
import type { SessionOwner } from './session-owner.js';
import type { SessionLease } from './session-store.js';

export interface LocalSessionOwnerOptions {
  readonly record: SessionRecord;
  readonly lease: SessionLease;
  readonly openPath: OpenMediaPath;
  readonly limits: ServerLimits;
  /** Within which the media path has to do what it is asked for, milliseconds. */
  readonly mediaMs: number;
  readonly logger: Logger;
  /** Makes effects happen, in the order of the calls. */
  readonly deliver: (address: SessionAddress, effects: readonly Effect[]) => void;
  /** The session is another process's, or may be: its clients cannot stay here. Called once. */
  readonly onLost: () => void;
}

const serviceUnavailable = 503;

/** Runs a session in this process. Each change is saved before anybody hears of it. */
export class LocalSessionOwner implements SessionOwner {
  readonly record: SessionRecord;
  readonly #session: Session;
  readonly #options: LocalSessionOwnerOptions;
  /** Settles when what was submitted last has been delivered. */
  #last: Promise<void> | undefined;
  /** How much waits for being saved, or behind what does. */
  #waiting = 0;
  #closed = false;
  #emptySince = Date.now();

  constructor(options: LocalSessionOwnerOptions) {
    this.#options = options;
    const { record, lease, openPath, mediaMs, logger } = options;
    this.record = record;
    this.#session = new Session(record, lease.state, (session) => {
      const path = openPath(session, (outcome) => {
        if (!this.#closed) this.#submitUnasked(applyOutcome(session, outcome));
      });
      return new SessionMedia(path, { mediaMs, logger });
    });
  }

  get emptySince(): number {
    return this.#session.members.size > 0 ? Infinity : this.#emptySince;
  }

  join(member: Member, granted: () => void): Promise<void> | undefined {
    this.#checkOpen();
    return this.#submit(join(this.#session, member, this.#options.limits), granted);
  }

  perform(actor: Actor, operation: Operation, granted: () => void): Promise<void> | undefined {
    this.#checkOpen();
    const done = perform(this.#session, actor, operation, this.#options.limits);
    if (!(done instanceof Promise)) return this.#submit(done, granted);
    return done.then(
      (commit) => {
        this.#checkOpen();
        return this.#submit(commit(), granted);
      },
      (error: unknown) => {
        // What was prepared for the operation has been taken back.
        this.#submitUnasked([]);
        throw error;
      },
    );
  }

  read(member: Member, granted: (state: SessionStateMessage) => void): Promise<void> | undefined {
    this.#checkOpen();
    const state = readState(this.#session, member);
    return this.#submit([], () => {
      granted(state);
    });
  }

  leave(connectionId: string, reason: ConnectionReason): void {
    const member = this.#session.members.get(connectionId);
    if (member === undefined || this.#closed) return;
    this.#submitUnasked(leave(this.#session, member, reason));
    this.#emptySince = Date.now();
  }

  cancelMedia(connectionId: string): void {
    this.#session.media.cancel(connectionId);
  }

  inspect(): Promise<SessionStateMessage> {
    return Promise.resolve(readState(this.#session, 'administrator'));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#removeAll();
    const { lease, logger } = this.#options;
    try {
      await lease.save(this.#session.takeChanges());
      await lease.release();
    } catch (error) {
      logger.warn({ session: this.#session.id, err: error }, 'session could not be handed over');
    }
  }

  /** Saves what has changed; delivers in one order, so that nothing overtakes what waits for that. */
  #submit(effects: readonly Effect[], granted: () => void): Promise<void> | undefined {
    const deliver = (): void => {
      granted();
      this.#options.deliver(this.record.address, effects);
    };
    const saved = this.#save();
    if (saved === undefined && this.#waiting === 0) {
      deliver();
      return undefined;
    }
    this.#last = this.#inTurn(saved, this.#last, deliver);
    return this.#last;
  }

  async #inTurn(
    saved: Promise<void> | undefined,
    before: Promise<void> | undefined,
    deliver: () => void,
  ): Promise<void> {
    this.#waiting++;
    try {
      await saved?.catch((error: unknown) => {
        this.#lose(error);
      });
      await before?.catch(() => undefined);
      this.#checkOpen();
      deliver();
    } finally {
      this.#waiting--;
    }
  }

  /** What nobody waits for, e.g. that a member left. */
  #submitUnasked(effects: readonly Effect[]): void {
    try {
      void this.#submit(effects, () => undefined)?.catch(() => undefined);
    } catch {
      // The session is lost, and whoever would have been told is told that.
    }
  }

  /** @throws RequestRejected 503 if that shows that the session is lost. */
  #save(): Promise<void> | undefined {
    const changes = this.#session.takeChanges();
    if (changes.length === 0) return undefined;
    try {
      return this.#options.lease.save(changes);
    } catch (error) {
      this.#lose(error);
      throw ownedElsewhere();
    }
  }

  #lose(error: unknown): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#options.logger.error({ session: this.#session.id, err: error }, 'session is lost');
    this.#removeAll();
    this.#options.onLost();
  }

  /** The media path closes what was theirs. */
  #removeAll(): void {
    for (const member of [...this.#session.members.values()]) {
      leave(this.#session, member, 'networkDisconnected');
    }
  }

  /** @throws RequestRejected 503. */
  #checkOpen(): void {
    if (this.#closed) throw ownedElsewhere();
  }
}

/** Rejects requests for a session that is not, or no longer, run here. */
export function ownedElsewhere(): RequestRejected {
  return new RequestRejected(serviceUnavailable, 'another server process has the session');
}
