/** A promise that is settled from outside, and that nobody has to await. */
export class Deferred<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (reason: Error) => void;

  constructor() {
    const { promise, resolve, reject } = withResolvers<Value>();
    // Whoever does not await it learns of a failure through events.
    promise.catch(() => undefined);
    this.promise = promise;
    this.resolve = resolve;
    this.reject = reject;
  }
}

/** `Promise.withResolvers`, which Node 20 does not have. */
function withResolvers<Value>() {
  let resolve!: (value: Value) => void;
  let reject!: (reason: Error) => void;
  const promise = new Promise<Value>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
