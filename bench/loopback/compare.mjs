import { runInChild } from '../child.mjs';

/**
 * What one contender did in one round; `exit` is how its process ended.
 *
 * @typedef {{ firstFrameMs: number, cpuMsPerFrame: number, latencyP50Ms: number, latencyP95Ms: number, fps: number,
 *   rssMb: number, maxFps: number, exit: string }} LoopbackResult
 */
/** @typedef {{ ours: LoopbackResult, wrtc: LoopbackResult, lowLatency: LoopbackResult }} LoopbackRound */

const contenders = {
  ours: { module: './ours.mjs', lowLatency: false },
  wrtc: { module: './wrtc.mjs', lowLatency: false },
  lowLatency: { module: './ours.mjs', lowLatency: true },
};

/**
 * Rounds in which each contender does the work once, in a process of its own, so that what else the machine does meets all
 * of them alike.
 *
 * @param {object} options
 * @param {number} options.rounds
 * @param {number} options.warmUpSeconds 30 frames a second, not measured
 * @param {number} options.seconds 30 frames a second, measured
 * @param {number} options.unpacedSeconds as many frames as go
 * @param {number} options.rssAfterSeconds age of the call, in the last round, when its memory is read
 * @param {(line: string) => void} say
 * @returns {Promise<LoopbackRound[]>}
 */
export async function compareLoopbacks(
  { rounds, rssAfterSeconds, warmUpSeconds, seconds, unpacedSeconds },
  say,
) {
  /** @type {LoopbackRound[]} */
  const results = [];
  for (let round = 1; round <= rounds; round++) {
    /** @type {Record<string, LoopbackResult>} */
    const result = {};
    for (const [name, contender] of Object.entries(contenders)) {
      say(`loopback, round ${round} of ${rounds}: ${name}`);
      const { report, exit } = await runInChild(
        new URL('work.mjs', import.meta.url),
        {
          ...contender,
          warmUpSeconds,
          seconds,
          unpacedSeconds,
          rssAfterSeconds: round === rounds ? rssAfterSeconds : 0,
        },
        { timeoutMs: 180_000 },
      );
      result[name] = { ...report, exit };
    }
    results.push(/** @type {LoopbackRound} */ (result));
  }
  return results;
}
