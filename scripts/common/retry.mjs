/**
 * One policy for everything that is downloaded. Mirrors and registries are away for a moment, or behind their own
 * lists, so npm and apt-get ask several times; what they still report as temporary is done again after a while.
 */
import { setTimeout as sleep } from 'node:timers/promises';

const tries = 5;

/** Options of `npm install`, `npm ci` and `npm pack`. */
export const npmRetries = [`--fetch-retries=${tries}`];

/** Configuration of apt: `-o name=value`. */
export const aptRetries = { 'Acquire::Retries': String(tries) };

/** Milliseconds between what is done again. */
const delaysMs = [5000, 20_000, 60_000];

/**
 * Does something up to four times.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @param {object} options
 * @param {(result: T) => string | undefined} options.temporary What passes by itself, as a text for people; undefined if the
 *   result stands, good or bad.
 * @param {(line: string) => void} options.say
 * @param {(ms: number) => Promise<unknown>} [options.wait]
 * @returns {Promise<T>} the last result
 */
export async function retry(work, { temporary, say, wait = (ms) => sleep(ms) }) {
  let result = await work();
  for (const ms of delaysMs) {
    const reason = temporary(result);
    if (reason === undefined) break;
    say(`not yet, again in ${ms / 1000} s: ${reason}`);
    await wait(ms);
    result = await work();
  }
  return result;
}
