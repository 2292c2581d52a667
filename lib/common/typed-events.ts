import { AsyncQueue } from './async-queue.js';
import { checkListener, Emitter, type Listener } from './emitter.js';

export interface SubscribeOptions {
  /** Aborting it ends the subscription. */
  readonly signal?: AbortSignal;
}

export interface EventSubscription extends Disposable {
  /** Removes the listener. Idempotent. */
  dispose(): void;
}

/**
 * The events of {@link Session}, {@link Publisher} and {@link Subscriber}: names and payloads are checked by the
 * compiler, listeners run synchronously in the order they were added, and an exception in one neither stops the others
 * nor reaches the caller of the operation that caused the event (the process sees it as uncaught).
 */
export abstract class TypedEvents<Events extends object> {
  readonly #emitter = new Emitter<Events>();
  readonly #iterators = new Set<{ end(): void }>();
  /** Those that listen to a signal of the application's, which may live much longer. */
  readonly #subscriptions = new Set<Disposable>();
  #closed = false;

  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this {
    this.#emitter.on(name, listener);
    this.listenersChanged(name);
    return this;
  }

  /** Like {@link on}, for the next event only. */
  once<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this {
    this.#emitter.once(name, listener);
    this.listenersChanged(name);
    return this;
  }

  off<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this {
    this.#emitter.off(name, listener);
    this.listenersChanged(name);
    return this;
  }

  /** Like {@link on}; the listener is removed by `dispose()` of what is returned, or by `signal`. */
  subscribe<Name extends keyof Events>(
    name: Name,
    listener: Listener<Events[Name]>,
    { signal }: SubscribeOptions = {},
  ): EventSubscription {
    checkListener(name, listener);
    // Its own function, so that the same listener can be subscribed twice.
    const entry: Listener<Events[Name]> = (payload) => listener(payload);
    const dispose = (): void => {
      signal?.removeEventListener('abort', dispose);
      this.#subscriptions.delete(subscription);
      this.off(name, entry);
    };
    const subscription = { dispose, [Symbol.dispose]: dispose };
    if (this.#closed || signal?.aborted === true) return subscription;
    this.on(name, entry);
    if (signal) {
      signal.addEventListener('abort', dispose);
      this.#subscriptions.add(subscription);
    }
    return subscription;
  }

  /**
   * The events of one name as an async iterator. Nothing is lost between two steps: events are kept from the call on
   * until they are read. Ends when the object is disposed or `signal` is aborted.
   */
  events<Name extends keyof Events>(
    name: Name,
    { signal }: SubscribeOptions = {},
  ): AsyncIterableIterator<Events[Name]> {
    const queue = new AsyncQueue<Events[Name]>({
      onEnd: () => {
        this.off(name, push);
        this.#iterators.delete(queue);
      },
    });
    const push = (payload: Events[Name]): void => {
      queue.push(payload);
    };
    this.on(name, push);
    this.#iterators.add(queue);
    queue.endWith(signal);
    if (this.#closed) queue.end();
    return queue;
  }

  protected emit<Name extends keyof Events>(name: Name, payload: Events[Name]): boolean {
    const called = this.#emitter.emit(name, payload);
    if (called) this.listenersChanged(name);
    return called;
  }

  protected listenerCount(name: keyof Events): number {
    return this.#emitter.listenerCount(name);
  }

  /** For objects that do work only while somebody listens. */
  protected listenersChanged(_name: keyof Events): void {
    // Most events cost nothing when nobody listens.
  }

  /** Drops every listener and ends every iterator; nothing is emitted from now on. */
  protected closeEvents(): void {
    this.#closed = true;
    this.#emitter.close();
    for (const subscription of this.#subscriptions) subscription[Symbol.dispose]();
    for (const iterator of this.#iterators) iterator.end();
  }
}
