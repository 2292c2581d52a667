import { Deferred } from '../../common/deferred.js';
import { Emitter, type Listener } from '../../common/emitter.js';
import { ErrorCode, SessionError } from '../../common/session-error.js';
import type { PeerConnectionConfig } from '../../media/engine.js';
import type { ClientMessage } from '../../protocol/messages/client-message.js';
import type { StreamReason } from '../../protocol/messages/session-objects.js';
import { cancellation } from '../connection/cancellation.js';
import { Deadline } from '../connection/deadline.js';
import { requestError, type Purpose } from '../connection/status-errors.js';
import { configFromReply, type MediaContext } from '../negotiation/media-context.js';
import type { MediaPeer } from '../negotiation/media-peer.js';
import type { Publication } from './publication.js';
import type { Subscription } from './subscription.js';

/** What publications and subscriptions of a joined session are made with. */
export interface TransferContext extends MediaContext {
  /** Those that have not ended, by their ids. Each enters itself, and takes itself out. */
  readonly publications: Map<string, Publication>;
  readonly subscriptions: Map<string, Subscription>;
}

/** In what publishing and subscribing differ. */
export interface TransferTraits {
  readonly purpose: Extract<Purpose, 'publish' | 'subscribe'>;
  readonly source: 'publisher' | 'subscriber';
  /** For messages: `'publication'` or `'subscription'`. */
  readonly noun: string;
  /** Milliseconds with a messaging connection until it has to be ready. */
  readonly timeoutMs: number;
  /** What it is if it is not. */
  readonly timedOut: { readonly code: ErrorCode; readonly message: string };
}

/**
 * The sending or receiving of one stream: what {@link Publication} and {@link Subscription} have in common. It asks the
 * server, has to be ready within a time, repairs its peer connections, and ends once.
 *
 * It ends by `close()` of the application, which lets the server know; by `cancel()` when the application leaves the session
 * as a whole; by `end()` when the server says so or a loss is final; by `dispose()` without an event.
 */
export abstract class StreamTransfer<Ready, Events extends object> {
  protected readonly context: TransferContext;
  protected readonly events: Emitter<Events>;
  readonly #traits: TransferTraits;
  readonly #ready = new Deferred<Ready>();
  readonly #config = new Deferred<PeerConnectionConfig>();
  readonly #cancellation = new AbortController();
  readonly #deadline: Deadline;
  #isReady = false;
  #closed = false;

  constructor(context: TransferContext, traits: TransferTraits) {
    this.context = context;
    this.events = new Emitter(context.onListenerError);
    this.#traits = traits;
    this.#deadline = new Deadline(context.clock, () => {
      this.fail(this.failure(traits.timedOut.code, traits.timedOut.message));
    });
  }

  /** True from `close`, a failure, or the end of the stream on. */
  get closed(): boolean {
    return this.#closed;
  }

  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): void {
    this.events.on(name, listener);
  }

  /**
   * Ends at once and raises the event for it; the promise settles when the server knows, or is out of reach.
   * Idempotent.
   */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.cancel();
    await this.#requestRemoval();
  }

  // What follows is for the session, which hears the server.

  messagingLost(): void {
    this.#deadline.clear();
    for (const peer of this.peers) peer.messagingLost();
  }

  messagingResumed(): void {
    if (!this.#isReady) this.#deadline.start(this.#traits.timeoutMs);
    for (const peer of this.peers) peer.messagingResumed();
  }

  restartIce(): void {
    for (const peer of this.peers) peer.restartIce();
  }

  /** Ends because the application wants it so. The server learns of it otherwise. */
  cancel(): void {
    const { noun, source } = this.#traits;
    this.#reject(cancellation(`the ${noun} was ended`, source));
    this.end('clientDisconnected');
  }

  /** Ends without a message to the server, which knows or is out of reach. */
  end(reason: StreamReason, error?: SessionError): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#deadline.clear();
    for (const peer of this.peers) peer.close();
    const ended = `the ${this.#traits.noun} has ended`;
    this.#reject(error ?? this.failure(ErrorCode.SessionDisconnected, ended));
    this.ended(reason, error);
    this.events.close();
  }

  /** Ends at once, with no event. */
  dispose(): void {
    this.events.close();
    this.cancel();
  }

  /** The peer connections there are now. */
  protected abstract get peers(): Iterable<MediaPeer>;

  /** What asks the server for it, and what takes that back. */
  protected abstract get requests(): {
    readonly create: ClientMessage;
    readonly remove: ClientMessage;
  };

  /** It is over: takes itself out of the session, and raises the events for it. */
  protected abstract ended(reason: StreamReason, error: SessionError | undefined): void;

  /** Settings of its peer connections, once the server has answered. */
  protected get config(): Promise<PeerConnectionConfig> {
    return this.#config.promise;
  }

  /** Settles once: when it is ready, or with the reason why it ended before. */
  protected get ready(): Promise<Ready> {
    return this.#ready.promise;
  }

  protected get isReady(): boolean {
    return this.#isReady;
  }

  /** Aborted at the end, with the reason for it. */
  protected get signal(): AbortSignal {
    return this.#cancellation.signal;
  }

  /** To be called at the end of the constructor. */
  protected begin(): void {
    this.#deadline.start(this.#traits.timeoutMs);
    this.#requestCreation().then(this.#config.resolve, (error: unknown) => {
      this.end('clientDisconnected', requestError(this.#traits.purpose, error));
    });
  }

  protected becomeReady(value: Ready): void {
    this.#isReady = true;
    this.#deadline.clear();
    this.#ready.resolve(value);
  }

  /** Ends because of an error the server does not know of. */
  protected fail(error: SessionError): void {
    if (this.#closed) return;
    this.end('networkDisconnected', error);
    void this.#requestRemoval();
  }

  protected failure(code: ErrorCode, message: string, cause?: unknown): SessionError {
    return new SessionError(code, message, { source: this.#traits.source, cause });
  }

  /** Rejects what is not done yet; the first reason counts. */
  #reject(reason: SessionError): void {
    this.#cancellation.abort(reason);
    this.#ready.reject(reason);
  }

  async #requestCreation(): Promise<PeerConnectionConfig> {
    const { messages } = this.context;
    const { signal } = this.#cancellation;
    return configFromReply(this.context, await messages.request(this.requests.create, { signal }));
  }

  async #requestRemoval(): Promise<void> {
    try {
      await this.context.messages.request(this.requests.remove);
    } catch {
      // The server does not know of it, or the session is over: it is gone either way.
    }
  }
}
