/**
 * The promise of an operation that also reports by events. Like any promise, with one difference: a rejection that
 * nobody awaits is not an unhandled rejection, because code in the style of events sees it as the `error` event.
 *
 * Promises made from it (by `then`, `await`, `Promise.all`) are ordinary ones again.
 */
export class Operation<T> extends Promise<T> {
  #awaited = false;

  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /**
   * `onUnawaited` is called with the error if nobody has awaited the operation by the turn after it failed; when that is,
   * `nextTurn` says.
   */
  static run<T>(
    work: () => Promise<T>,
    onUnawaited: (error: unknown) => void,
    nextTurn: (callback: () => void) => void,
  ): Operation<T> {
    const operation = new Operation<T>((resolve) => {
      resolve(work());
    });
    void super.prototype.then.call(operation, undefined, (error: unknown) => {
      nextTurn(() => {
        if (!operation.#awaited) onUnawaited(error);
      });
    });
    return operation;
  }

  override then<Fulfilled = T, Rejected = never>(
    onFulfilled?: ((value: T) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    this.#awaited = true;
    return super.then(onFulfilled, onRejected);
  }
}
