/** Options of what can be cancelled. */
export interface AbortOptions {
  /** Aborting it cancels: see the method that takes it for what happens then. */
  readonly signal?: AbortSignal;
}

const callbacksOf = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back once, when `signal` is aborted; at once if it is aborted already. What is returned takes the callback back.
 *
 * However many callbacks there are, the signal has one listener, and none after the last was taken back. Node warns of a
 * leak at the eleventh listener of a signal, and one signal for everything that ends with a page, a request or a call is
 * normal use.
 */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
  if (!signal) return () => undefined;
  if (signal.aborted) {
    callback();
    return () => undefined;
  }
  const callbacks = callbacksOf.get(signal) ?? listen(signal);
  // An entry of its own, so that the same callback can be given twice.
  const entry = (): void => {
    callback();
  };
  callbacks.add(entry);
  return () => {
    if (callbacks.delete(entry) && callbacks.size === 0) forget(signal);
  };
}

/**
 * `work`, which `cancel` makes reject. After an abort the rejection is the signal's reason, also if the abort came in the
 * moment in which the work was done: it is cancelled then all the same.
 */
export async function cancelOnAbort<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  cancel: () => unknown,
): Promise<T> {
  const forgetSignal = onAbort(signal, () => void cancel());
  try {
    return await work;
  } finally {
    forgetSignal();
    signal?.throwIfAborted();
  }
}

function listen(signal: AbortSignal): Set<() => void> {
  const callbacks = new Set<() => void>();
  callbacksOf.set(signal, callbacks);
  signal.addEventListener('abort', abort);
  return callbacks;
}

function forget(signal: AbortSignal): void {
  callbacksOf.delete(signal);
  signal.removeEventListener('abort', abort);
}

function abort(this: AbortSignal): void {
  const callbacks = callbacksOf.get(this);
  forget(this);
  // A set is walked live: a callback that another one has taken back is not called.
  for (const callback of callbacks ?? []) callback();
}
