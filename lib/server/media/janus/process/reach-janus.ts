import { setTimeout as delay } from 'node:timers/promises';
import { SessionServerError } from '../../../session-server-error.js';
import type { JanusPlace, JanusSite } from './janus-place.js';
import { JanusSocket } from '../connection/janus-socket.js';
import { startProblem } from './start-problem.js';

export interface ReachJanusOptions {
  /** For the socket to open, and for each answer, milliseconds. */
  readonly requestMs: number;
  /** Between two tries to reach one that starts, milliseconds. */
  readonly retryMs: number;
  /** How long it may take to start, milliseconds. */
  readonly startMs: number;
  /** Aborted when the router closes. */
  readonly signal: AbortSignal;
}

/** A socket to Janus and where that is. One that has just been started is given time. @throws SessionServerError. */
export async function reachJanus(
  place: JanusPlace,
  { requestMs, retryMs, startMs, signal }: ReachJanusOptions,
): Promise<{ readonly socket: JanusSocket; readonly site: JanusSite }> {
  const site = await place.locate();
  const deadline = performance.now() + startMs;
  for (;;) {
    try {
      return { socket: await JanusSocket.open({ ...site, requestMs, signal }), site };
    } catch (cause) {
      signal.throwIfAborted();
      if (!place.starts) throw startProblem(cause, site);
      if (place.failure !== undefined) {
        throw new SessionServerError('router-failed', place.failure, { cause });
      }
      if (performance.now() > deadline) {
        await place.discard();
        const text = `janus took no connection within ${startMs} ms (timers.routerStartMs)`;
        throw new SessionServerError('router-failed', text, { cause });
      }
      await delay(retryMs, undefined, { signal });
    }
  }
}
