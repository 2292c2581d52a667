import { performance } from 'node:perf_hooks';

/**
 * Microseconds since the Unix epoch, never going back: the system's time when the process started, plus the monotonic
 * clock since. Processes of one machine agree on it to a fraction of a millisecond, and so does the time that the test
 * pattern carries; so a time read by the publisher can be subtracted from one read by the subscriber.
 */
export function nowUs(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 1000);
}
