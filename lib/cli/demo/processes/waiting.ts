import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError } from '../../command-error.js';

/** Rejects with the signal's reason when it is aborted. Never resolves. */
export function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
  });
}

/** @throws CommandError that says `failure` if `promise` takes longer than `ms`. */
export async function inTime<T>(promise: Promise<T>, ms: number, failure: string): Promise<T> {
  const settled = new AbortController();
  // It must not keep a process alive that has ended otherwise.
  const late = sleep(ms, undefined, { signal: settled.signal, ref: false }).then(() => {
    throw new CommandError(`${failure} within ${ms / 1000} s`);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    settled.abort();
    late.catch(() => undefined);
  }
}
