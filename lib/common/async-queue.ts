import { onAbort } from './on-abort.js';

export interface AsyncQueueOptions<T> {
  /** When it is full the oldest value gives way. Default: no limit. */
  readonly capacity?: number;
  /** Called with every value that is not delivered. */
  readonly onDrop?: (value: T) => void;
  /** Called once, when the queue ends by either side. */
  readonly onEnd?: () => void;
}

/** A producer pushes, a `for await` loop takes. Leaving the loop ends the queue. */
export class AsyncQueue<T> implements AsyncIterableIterator<T> {
  readonly #values: T[] = [];
  readonly #waiting: ((result: IteratorResult<T, undefined>) => void)[] = [];
  readonly #options: AsyncQueueOptions<T>;
  #forgetSignal = (): void => undefined;
  #dropped = 0;
  #ended = false;

  constructor(options: AsyncQueueOptions<T> = {}) {
    this.#options = options;
  }

  /** How many values gave way to newer ones. */
  get dropped(): number {
    return this.#dropped;
  }

  push(value: T): void {
    if (this.#ended) {
      this.#options.onDrop?.(value);
      return;
    }
    const waiting = this.#waiting.shift();
    if (waiting) {
      waiting({ done: false, value });
      return;
    }
    this.#values.push(value);
    if (this.#values.length <= (this.#options.capacity ?? Infinity)) return;
    this.#dropped += 1;
    const oldest = this.#values.shift() as T;
    this.#options.onDrop?.(oldest);
  }

  /** Aborting the signal ends the queue like leaving the loop does. */
  endWith(signal: AbortSignal | undefined): void {
    this.#forgetSignal = onAbort(signal, () => void this.return());
  }

  /** Values pushed before are still delivered. Idempotent. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#forgetSignal();
    for (const waiting of this.#waiting.splice(0)) waiting({ done: true, value: undefined });
    this.#options.onEnd?.();
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#values.length > 0) {
      return Promise.resolve({ done: false, value: this.#values.shift() as T });
    }
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** Called by leaving a `for await` loop: what is left is dropped. */
  return(): Promise<IteratorResult<T, undefined>> {
    this.end();
    for (const value of this.#values.splice(0)) this.#options.onDrop?.(value);
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
