import { AsyncQueue } from './async-queue.js';
import { checkListener, Emitter, type Listener } from './emitter.js';
import { onAbort, type AbortOptions } from './on-abort.js';

/** The names of the events of an object, for TypedEvents, which no type reaches at run time. */
export type EventNames<Events extends object> = Readonly<Record<keyof Events, true>>;

/** A listener added by `listen`. */
export interface ListenerHandle extends Disposable {
  /** Removes the listener. Idempotent. */
  dispose(): void;
}

/**
 * The events of `Session`, `Publisher` and `Subscriber`: names and payloads are checked by the
 * compiler, listeners run synchronously in the order they were added, and an exception in one neither stops the others
 * nor reaches the caller of the operation that caused the event (the process sees it as uncaught).
 *
 * The functions `once` and `on` of `node:events` take such an object as they take an `EventEmitter` (their types ask for all
 * of an emitter's methods: cast). Every method that takes the name of an event throws `TypeError` for one that does not
 * exist.
 */
export abstract class TypedEvents<Events extends object> {
  readonly #names: EventNames<Events>;
  readonly #emitter = new Emitter<Events>();
  readonly #iterators = new Set<{ end(): void }>();
  /** Those that wait for a signal of the application's, which may live much longer. */
  readonly #handles = new Set<ListenerHandle>();
  #closed = false;

  constructor(names: EventNames<Events>) {
    this.#names = names;
  }

  /** Calls `listener` for every event of that name from now on. */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this {
    this.#checkName(name);
    this.#emitter.on(name, listener);
    this.listenersChanged(name);
    return this;
  }

  /** Like {@link on}, for the next event only. */
  once<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this {
    this.#checkName(name);
    this.#emitter.once(name, listener);
    this.listenersChanged(name);
    return this;
  }

  /** Removes `listener`: the one added last, if it was added more than once. */
  off<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this {
    this.#checkName(name);
    this.#emitter.off(name, listener);
    this.listenersChanged(name);
    return this;
  }

  /** {@link on}, as `node:events` calls it. */
  addListener<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this {
    return this.on(name, listener);
  }

  /** {@link off}, as `node:events` calls it. */
  removeListener<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this {
    return this.off(name, listener);
  }

  /** Like {@link on}; the listener is removed by `dispose()` of what is returned, or by `signal`. */
  listen<Name extends keyof Events>(
    name: Name,
    listener: Listener<Events[Name]>,
    { signal }: AbortOptions = {},
  ): ListenerHandle {
    this.#checkName(name);
    checkListener(name, listener);
    // Its own function, so that the same listener can be added twice.
    const entry: Listener<Events[Name]> = (payload) => listener(payload);
    let forgetSignal = (): void => undefined;
    const dispose = (): void => {
      forgetSignal();
      this.#handles.delete(handle);
      this.off(name, entry);
    };
    const handle = { dispose, [Symbol.dispose]: dispose };
    if (this.#closed || signal?.aborted === true) return handle;
    this.on(name, entry);
    if (signal) {
      forgetSignal = onAbort(signal, dispose);
      this.#handles.add(handle);
    }
    return handle;
  }

  /**
   * The events of one name as an async iterator. Nothing is lost between two steps: events are kept from the call on
   * until they are read. Ends when the object is disposed or `signal` is aborted.
   */
  events<Name extends keyof Events>(
    name: Name,
    { signal }: AbortOptions = {},
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
    for (const handle of this.#handles) handle.dispose();
    for (const iterator of this.#iterators) iterator.end();
  }

  #checkName(name: PropertyKey): void {
    // `error` has to be there for `node:events`, whose functions listen for it besides what they are asked for.
    if (Object.hasOwn(this.#names, name) || name === 'error') return;
    const known = Object.keys(this.#names).join(', ');
    throw new TypeError(`"${String(name)}" is not an event; known: ${known}`);
  }
}
