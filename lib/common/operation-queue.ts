/** Runs asynchronous operations one after the other, in the order they were given. */
export class OperationQueue {
  #tail: Promise<unknown> = Promise.resolve();
  #closed = false;

  get closed(): boolean {
    return this.#closed;
  }

  /** Settles with the operation. A failed operation does not stop the next one. */
  run<Result>(operation: () => Promise<Result>): Promise<Result> {
    const result = this.#tail.then(() => {
      if (this.#closed) throw new Error('the peer connection is closed');
      return operation();
    });
    this.#tail = result.catch(() => undefined);
    return result;
  }

  /** Operations that have not begun reject. The one that runs has to notice by itself. */
  close(): void {
    this.#closed = true;
  }
}
