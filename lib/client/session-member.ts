import { checkContext, type Context } from './context.js';
import { ErrorReporter } from './error-reporter.js';
import { SessionError, type ErrorCode } from '../common/session-error.js';
import { close, contextOf, end } from './internal.js';
import type { EventNames } from '../common/typed-events.js';
import { Poller } from './poller.js';

/** A publication, or a subscription. */
interface Transfer {
  close(): Promise<void>;
}

/** The events that cost something while somebody listens. */
interface MeasuredEvents {
  error: SessionError;
  audioLevel: { readonly level: number };
  audioStats: object;
  videoStats: object;
}

/**
 * What {@link Publisher} and {@link Subscriber} have in common: they belong to a context, take part in one session at a
 * time, any number of times, and measure while somebody listens.
 */
export abstract class SessionMember<
  Events extends MeasuredEvents,
  Kind extends Transfer,
> extends ErrorReporter<Events> {
  readonly [contextOf]: Context;
  readonly #source: 'publisher' | 'subscriber';
  readonly #levels = new Poller(100, () => this.measureLevel());
  readonly #stats = new Poller(1000, () => this.measureStats());
  #live: { readonly transfer: Kind; readonly onEnd: () => void } | undefined;
  #disposed = false;

  constructor(context: Context, source: 'publisher' | 'subscriber', names: EventNames<Events>) {
    super(source, names);
    this.#source = source;
    this[contextOf] = checkContext(context);
  }

  /** Stops at once and raises nothing any more. Idempotent, allowed at any time. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.closeEvents();
    const transfer = this.transfer;
    this[end]();
    this.closeMedia();
    transfer?.close().catch(() => undefined);
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  async [close](): Promise<void> {
    const live = this.#live;
    if (!live) return;
    const closed = live.transfer.close();
    // Done already, if it had come so far that its end is an event.
    this.ended(live.transfer);
    await closed;
  }

  [end](): void {
    if (this.#live) this.ended(this.#live.transfer);
  }

  /** While it is in a session. */
  protected get transfer(): Kind | undefined {
    return this.#live?.transfer;
  }

  protected get disposed(): boolean {
    return this.#disposed;
  }

  /** Closes what brings media in or out. Idempotent. */
  protected abstract closeMedia(): void;

  protected abstract measureLevel(): Promise<void>;
  protected abstract measureStats(): Promise<void>;

  /** @throws SessionError unless it can begin in a session. */
  protected requireIdle(codes: { readonly disposed: ErrorCode; readonly busy: ErrorCode }): void {
    if (this.#disposed) throw this.failure(codes.disposed, `the ${this.#source} is disposed`);
    if (!this.#live) return;
    throw this.failure(codes.busy, `the ${this.#source} is in use in a session already`);
  }

  /**
   * It takes part from now on, until its transfer ends or turns out not to begin; then `onEnd` is called, once.
   *
   * @internal
   */
  protected async begin<Ready>(
    transfer: Kind,
    ready: Promise<Ready>,
    onEnd: () => void,
  ): Promise<Ready> {
    this.#live = { transfer, onEnd };
    try {
      return await ready;
    } catch (error) {
      this.ended(transfer);
      throw error;
    }
  }

  /** Does nothing if another transfer has begun since. */
  protected ended(transfer: Kind): void {
    const live = this.#live;
    if (live?.transfer !== transfer) return;
    this.#live = undefined;
    this.closeMedia();
    this.listenersChanged();
    live.onEnd();
  }

  protected override listenersChanged(): void {
    const live = this.#live !== undefined;
    this.#levels.wanted = live && this.listenerCount('audioLevel') > 0;
    this.#stats.wanted =
      live && this.listenerCount('audioStats') + this.listenerCount('videoStats') > 0;
  }

  protected failure(code: ErrorCode, message: string): SessionError {
    return new SessionError(code, message, { source: this.#source });
  }
}
