import { onAbort } from '../../common/on-abort.js';
import { ErrorCode } from '../../common/session-error.js';
import { MessagingError, noReplyStatus } from './messaging-error.js';
import type { Reply } from './messaging-types.js';
import type { Clock } from '../platform.js';

export interface PendingOptions {
  /** Whether the request outlives a loss of the connection. */
  readonly retry: boolean;
  readonly timeoutMs: number;
  /** Kind of reply that completes the request; an error completes any. */
  readonly expects: 'any' | 'message';
  readonly signal?: AbortSignal | undefined;
}

interface Pending extends PendingOptions {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (reason: unknown) => void;
  forgetSignal: () => void;
  timer: unknown;
}

export interface PendingRequestsOptions {
  readonly clock: Clock;
  /** A request ended without a reply: timed out or aborted. */
  readonly abandoned: (transactionId: string) => void;
}

/**
 * Requests that wait for their reply, by transaction id. Every one of them is settled exactly once.
 *
 * Starts paused. While paused no timeout runs, so a request waits for the connection as long as somebody tries to get
 * it back.
 */
export class PendingRequests {
  readonly #pending = new Map<string, Pending>();
  readonly #options: PendingRequestsOptions;
  #running = false;

  constructor(options: PendingRequestsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#pending.size;
  }

  add(id: string, options: PendingOptions): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const nothing = (): void => undefined;
      const pending: Pending = {
        ...{ ...options, resolve, reject },
        forgetSignal: nothing,
        timer: undefined,
      };
      this.#pending.set(id, pending);
      pending.forgetSignal = onAbort(options.signal, () => {
        this.#abandon(id, options.signal?.reason);
      });
      if (this.#running) this.#startTimer(id, pending);
    });
  }

  /** False if no request waits for such a reply. */
  resolve(id: string, reply: Reply): boolean {
    const pending = this.#pending.get(id);
    if (pending === undefined) return false;
    if (pending.expects === 'message' && reply.kind !== 'message') return false;
    this.#take(id)?.resolve(reply);
    return true;
  }

  reject(id: string, reason: unknown): void {
    this.#take(id)?.reject(reason);
  }

  /** Stops the timeouts, and rejects the requests that do not outlive a loss. */
  pause(reason: unknown): void {
    this.#running = false;
    for (const [id, pending] of this.#pending) {
      this.#options.clock.clearTimeout(pending.timer);
      if (!pending.retry) this.reject(id, reason);
    }
  }

  /** Starts every timeout anew. */
  run(): void {
    this.#running = true;
    for (const [id, pending] of this.#pending) this.#startTimer(id, pending);
  }

  rejectAll(reason: unknown): void {
    for (const id of this.#pending.keys()) this.reject(id, reason);
  }

  #startTimer(id: string, pending: Pending): void {
    const { timeoutMs } = pending;
    pending.timer = this.#options.clock.setTimeout(() => {
      const message = `the server did not answer within ${timeoutMs} ms`;
      this.#abandon(
        id,
        new MessagingError(ErrorCode.SessionConnectionTimeout, noReplyStatus, message),
      );
    }, timeoutMs);
  }

  #abandon(id: string, reason: unknown): void {
    this.reject(id, reason);
    this.#options.abandoned(id);
  }

  #take(id: string): Pending | undefined {
    const pending = this.#pending.get(id);
    if (pending === undefined) return undefined;
    this.#pending.delete(id);
    this.#options.clock.clearTimeout(pending.timer);
    pending.forgetSignal();
    return pending;
  }
}
