import type { Logger } from 'pino';
import type { JsepMessage, StreamInfo } from '../../protocol/index.js';
import { status } from '../../protocol/index.js';
import type { DeliverEffect } from '../sessions/effect.js';
import type { Member } from '../sessions/member.js';
import { RequestRejected } from '../sessions/request-rejected.js';
import type { Subscription } from '../sessions/session.js';
import type { MediaOutcome, MediaPath } from './media-path.js';

export interface SessionMediaOptions {
  /** Within which the path has to do what it is asked for, milliseconds. */
  readonly mediaMs: number;
  readonly logger: Logger;
}

/** A request that the media path has not answered. */
interface Pending {
  /** The connection that waits. */
  readonly connectionId: string;
  /** The stream or subscription to be; undefined for a negotiation. */
  readonly subject: StreamInfo | Subscription | undefined;
  readonly cancellation: AbortController;
}

const serviceUnavailable = 503;
const gatewayTimeout = 504;

/**
 * A session's media path, so guarded that nobody waits for it longer than he wants to and nothing stays open in it that
 * the session does not have: requests time out, are cancelled when who asked leaves, and are undone if the path grants
 * them too late.
 */
export class SessionMedia {
  readonly #path: MediaPath;
  readonly #options: SessionMediaOptions;
  readonly #pending = new Set<Pending>();
  /** What the path was asked for and has not granted: there is nothing to close in it. */
  readonly #ungranted = new WeakSet<StreamInfo | Subscription>();

  constructor(path: MediaPath, options: SessionMediaOptions) {
    this.#path = path;
    this.#options = options;
  }

  /** @throws RequestRejected as the path says, 503 if it fails, 504 if it is too late or cancelled. */
  publish(stream: StreamInfo): Promise<MediaOutcome> {
    return this.#ask(
      stream.connectionId,
      stream,
      (signal) => this.#path.publish(stream, signal),
      () => this.#path.unpublish(stream, []),
    );
  }

  /** @throws RequestRejected as `publish`. */
  subscribe(subscription: Subscription): Promise<MediaOutcome> {
    return this.#ask(
      subscription.subscriber,
      subscription,
      (signal) => this.#path.subscribe(subscription, signal),
      () => this.#path.unsubscribe(subscription),
    );
  }

  /** @throws RequestRejected as `publish`. */
  negotiate(sender: Member, message: JsepMessage): Promise<MediaOutcome> {
    return this.#ask(sender.info.id, undefined, (signal) =>
      this.#path.negotiate(sender, message, signal),
    );
  }

  adapt(subscription: Subscription): void {
    this.#path.adapt?.(subscription);
  }

  unpublish(stream: StreamInfo, subscriptions: readonly Subscription[]): readonly DeliverEffect[] {
    const granted = subscriptions.filter((subscription) => !this.#cancelUngranted(subscription));
    return this.#cancelUngranted(stream) ? [] : this.#path.unpublish(stream, granted);
  }

  unsubscribe(subscription: Subscription): readonly DeliverEffect[] {
    return this.#cancelUngranted(subscription) ? [] : this.#path.unsubscribe(subscription);
  }

  /** Cancels what a connection waits for: it leaves. */
  cancel(connectionId: string): void {
    for (const pending of this.#pending) {
      if (pending.connectionId !== connectionId) continue;
      pending.cancellation.abort(new RequestRejected(gatewayTimeout, 'the request was cancelled'));
    }
  }

  /** @returns False for what was granted. */
  #cancelUngranted(subject: StreamInfo | Subscription): boolean {
    if (!this.#ungranted.has(subject)) return false;
    for (const pending of this.#pending) {
      if (pending.subject !== subject) continue;
      pending.cancellation.abort(new RequestRejected(status.notFound, 'the stream is gone'));
    }
    return true;
  }

  async #ask(
    connectionId: string,
    subject: Pending['subject'],
    ask: (signal: AbortSignal) => Promise<MediaOutcome>,
    undo: () => void = () => undefined,
  ): Promise<MediaOutcome> {
    const { mediaMs } = this.#options;
    const cancellation = new AbortController();
    const { signal } = cancellation;
    const pending: Pending = { connectionId, subject, cancellation };
    const deadline = setTimeout(() => {
      cancellation.abort(
        new RequestRejected(gatewayTimeout, `the media path did not answer within ${mediaMs} ms`),
      );
    }, mediaMs);
    this.#pending.add(pending);
    if (subject !== undefined) this.#ungranted.add(subject);
    try {
      return await new Promise<MediaOutcome>((resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as RequestRejected);
        });
        ask(signal)
          .then((outcome) => {
            // The path may not hear that nobody waits any more, or hear it too late.
            if (signal.aborted) {
              undo();
              return;
            }
            // At once: from here on there is something to close.
            if (subject !== undefined) this.#ungranted.delete(subject);
            this.#pending.delete(pending);
            resolve(outcome);
          })
          .catch(reject);
      });
    } catch (error) {
      throw this.#toRejection(error);
    } finally {
      clearTimeout(deadline);
      this.#pending.delete(pending);
    }
  }

  #toRejection(error: unknown): RequestRejected {
    if (error instanceof RequestRejected) return error;
    this.#options.logger.error({ err: error }, 'media path failed');
    return new RequestRejected(serviceUnavailable, 'the media path failed');
  }
}
