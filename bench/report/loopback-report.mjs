import { median } from '../statistics.mjs';
import { table } from './markdown.mjs';

/** @typedef {import('../loopback/compare.mjs').LoopbackRound} LoopbackRound */

/**
 * @typedef {object} Row
 * @property {Exclude<keyof import('../loopback/compare.mjs').LoopbackResult, 'exit'>} key
 * @property {string} name
 * @property {number} digits after the point
 * @property {string} meaning
 */

/**
 * @param {number} rssAfterSeconds
 * @returns {Row[]}
 */
const figures = (rssAfterSeconds) => [
  {
    key: 'cpuMsPerFrame',
    name: 'CPU per delivered frame, ms',
    digits: 1,
    meaning:
      'user and system time of the whole process, both ends of the call, at 30 frames pushed a second.',
  },
  {
    key: 'latencyP50Ms',
    name: 'latency p50, ms',
    digits: 0,
    meaning: 'from the push of a frame in JS to its pixels in JS, by a number stamped into it.',
  },
  { key: 'latencyP95Ms', name: 'latency p95, ms', digits: 0, meaning: 'the same, 95 of 100.' },
  {
    key: 'fps',
    name: 'frames/s of 30',
    digits: 1,
    meaning: 'delivered in full size while 30 a second are pushed.',
  },
  {
    key: 'maxFps',
    name: 'frames/s, unpaced',
    digits: 0,
    meaning:
      'the same while as many are pushed as the event loop has turns. libwebrtc asks a source for 60 ' +
      'at most, which webrtc-session heeds and @roamhq/wrtc does not.',
  },
  {
    key: 'rssMb',
    name: `memory after ${rssAfterSeconds} s, MB`,
    digits: 0,
    meaning: 'resident set of the process, read once, in the last round.',
  },
  {
    key: 'firstFrameMs',
    name: 'import to first frame, ms',
    digits: 0,
    meaning: 'loading the library, both connections, negotiation, the first frame in JS.',
  },
];

/**
 * @param {LoopbackRound[]} rounds
 * @param {number} rssAfterSeconds
 * @returns {string} Markdown
 */
export function reportLoopbacks(rounds, rssAfterSeconds) {
  const shown = figures(rssAfterSeconds);
  const rows = shown.map(({ key, name, digits }) => {
    const counted = key === 'rssMb' ? rounds.slice(-1) : rounds;
    /** @param {keyof LoopbackRound} contender */
    const figure = (contender) =>
      spread(
        counted.map((round) => round[contender][key]),
        digits,
      );
    /** @param {keyof LoopbackRound} contender */
    const ratio = (contender) =>
      `${median(counted.map((round) => round[contender][key] / round.wrtc[key])).toFixed(2)}×`;
    return [
      name,
      figure('wrtc'),
      figure('ours'),
      ratio('ours'),
      figure('lowLatency'),
      ratio('lowLatency'),
    ];
  });
  /** @param {keyof LoopbackRound} contender */
  const exits = (contender) =>
    [...new Set(rounds.map((round) => round[contender].exit))].join(', ');
  rows.push(['exit status', exits('wrtc'), exits('ours'), '', exits('lowLatency'), '']);
  const head = ['', '@roamhq/wrtc', 'webrtc-session', 'ratio', '`lowLatency`', 'ratio'];
  const meanings = shown.map(({ name, meaning }) => `- **${name}**: ${meaning}`);
  return [
    table(head, rows),
    '',
    ...meanings,
    '- **exit status**: of a process that has closed everything and ends by itself.',
  ].join('\n');
}

/**
 * Median, and the extremes if there are several.
 *
 * @param {number[]} values
 * @param {number} digits
 */
export function spread(values, digits) {
  const [middle, least, most] = [median(values), Math.min(...values), Math.max(...values)].map(
    (value) => value.toFixed(digits),
  );
  return values.length === 1 ? middle : `${middle} (${least}–${most})`;
}
