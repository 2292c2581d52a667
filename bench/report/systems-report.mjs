import { spread } from './loopback-report.mjs';
import { table } from './markdown.mjs';

/**
 * @typedef {object} SystemResult
 * @property {string} name
 * @property {Record<string, import('../loopback/compare.mjs').LoopbackResult[]>} calls by codec, one per round
 * @property {{ fps: number, beforeMb: number, afterMb: number } | undefined} long
 */

/** @type {[key: keyof import('../loopback/compare.mjs').LoopbackResult, name: string, digits: number][]} */
const figures = [
  ['fps', 'frames/s of 30', 1],
  ['maxFps', 'frames/s, unpaced', 0],
  ['cpuMsPerFrame', 'CPU per delivered frame, ms', 1],
  ['latencyP50Ms', 'latency p50, ms', 0],
  ['latencyP95Ms', 'latency p95, ms', 0],
  ['firstFrameMs', 'import to first frame, ms', 0],
  ['exit', 'exit status', 0],
];

/**
 * The figures of several systems side by side.
 *
 * @param {SystemResult[]} systems
 * @param {{ rounds: number, longSeconds: number }} options
 * @returns {string} Markdown
 */
export function reportSystems(systems, { rounds, longSeconds }) {
  const codecs = Object.keys(systems[0].calls);
  const rows = codecs.flatMap((codec) =>
    figures.map(([key, name, digits]) => [
      `${codec.toUpperCase()}: ${name}`,
      ...systems.map(({ calls }) => {
        const values = calls[codec].map((result) => result[key]);
        return key === 'exit'
          ? [...new Set(values)].join(', ')
          : spread(values.map(Number), digits);
      }),
    ]),
  );
  const lines = [
    `720p, I420 pushed and read by JS as above; median of ${rounds} interleaved round${rounds === 1 ? '' : 's (least–most)'}.`,
    '',
    table(['', ...systems.map(({ name }) => name)], rows),
  ];
  if (longSeconds > 0) {
    lines.push(
      '',
      `A call of ${longSeconds} s between two sessions of one process, 720p30 VP8 and Opus, on both systems at once. Memory: resident set, median of the`,
      'first and of the last third of the readings, without the first fifth of them.',
      '',
      table(
        ['', ...systems.map(({ name }) => name)],
        [
          ['frames/s of 30', ...systems.map(({ long }) => long?.fps.toFixed(1) ?? '')],
          ['memory at first, MB', ...systems.map(({ long }) => long?.beforeMb.toFixed(0) ?? '')],
          ['memory at the end, MB', ...systems.map(({ long }) => long?.afterMb.toFixed(0) ?? '')],
        ],
      ),
    );
  }
  return lines.join('\n');
}
