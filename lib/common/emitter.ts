/** May be an async function; what it returns is not used, a rejection is treated like a throw. */
export type Listener<Payload> = (payload: Payload) => unknown;

/** Called with every error that a listener throws or rejects with: a listener never stops the others. */
export type ListenerErrorHandler = (error: unknown, event: string) => void;

interface Entry<Payload> {
  readonly listener: Listener<Payload>;
  readonly once: boolean;
}

const reportAsync: ListenerErrorHandler = (error) => {
  queueMicrotask(() => {
    throw error;
  });
};

/** @throws TypeError naming the event. */
export function checkListener(name: PropertyKey, listener: unknown): void {
  if (typeof listener === 'function') return;
  throw new TypeError(`listener for "${String(name)}" must be a function`);
}

/**
 * A typed event emitter by composition. One payload object per event; a name that is not in `Events` does not compile.
 *
 * Listeners run synchronously, in the order they were added, and each in isolation: an exception goes to
 * `onListenerError` (default: thrown again from a microtask, so the process sees it as uncaught).
 * A listener added during an emit is first called at the next one; one removed during it is not called any more.
 */
export class Emitter<Events extends object> {
  readonly #entries = new Map<keyof Events, readonly Entry<never>[]>();
  readonly #onListenerError: ListenerErrorHandler;
  #closed = false;

  constructor(onListenerError: ListenerErrorHandler = reportAsync) {
    this.#onListenerError = onListenerError;
  }

  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): void {
    this.#add(name, { listener, once: false });
  }

  once<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): void {
    this.#add(name, { listener, once: true });
  }

  off<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): void {
    const entries = this.#list(name);
    const entry = entries.findLast((candidate) => candidate.listener === listener);
    if (entry) this.#remove(name, entry);
  }

  /** True if at least one listener was called. */
  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): boolean {
    const entries = this.#list(name);
    for (const entry of entries) {
      // Taken off, or called by an emit within this one, or closed: by a listener before it.
      if (!this.#list(name).includes(entry)) continue;
      if (entry.once) this.#remove(name, entry);
      this.#call(entry, name, payload);
    }
    return entries.length > 0;
  }

  listenerCount(name: keyof Events): number {
    return this.#list(name).length;
  }

  /** Drops every listener; nothing is emitted from now on, and listeners added later are ignored. */
  close(): void {
    this.#closed = true;
    this.#entries.clear();
  }

  #call<Name extends keyof Events>(
    entry: Entry<Events[Name]>,
    name: Name,
    payload: Events[Name],
  ): void {
    try {
      const result = entry.listener(payload);
      if (result instanceof Promise) {
        result.catch((error: unknown) => {
          this.#onListenerError(error, String(name));
        });
      }
    } catch (error) {
      this.#onListenerError(error, String(name));
    }
  }

  #add<Name extends keyof Events>(name: Name, entry: Entry<Events[Name]>): void {
    checkListener(name, entry.listener);
    if (!this.#closed) this.#set(name, [...this.#list(name), entry]);
  }

  #remove<Name extends keyof Events>(name: Name, entry: Entry<Events[Name]>): void {
    const left = this.#list(name).filter((candidate) => candidate !== entry);
    this.#set(name, left);
  }

  #list<Name extends keyof Events>(name: Name): readonly Entry<Events[Name]>[] {
    return (this.#entries.get(name) ?? []) as readonly Entry<Events[Name]>[];
  }

  #set<Name extends keyof Events>(name: Name, entries: readonly Entry<Events[Name]>[]): void {
    if (entries.length > 0) this.#entries.set(name, entries);
    else this.#entries.delete(name);
  }
}
