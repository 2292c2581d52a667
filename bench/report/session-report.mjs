import { table } from './markdown.mjs';

/**
 * @param {Awaited<ReturnType<typeof import('../session/measure.mjs').measureSessions>>} sessions
 * @returns {string} Markdown
 */
export function reportSessions({ latency, hundred, hundreds }) {
  const { before, after } = hundred;
  const waiting = table(
    ['waiting time, p50', 'ms', 'aim'],
    [
      ['`connect()` to connected', latency.connectMs.toFixed(0), '≤ 50'],
      ['`subscribe()` to the first frame', latency.firstFrameMs.toFixed(0), '≤ 400'],
    ],
  );
  const leftOver = table(
    ['100 sessions at a time', 'before', 'after'],
    [
      ['threads', `${before.threads}`, `${after.threads}`],
      ['file descriptors', `${before.fds}`, `${after.fds}`],
      ['memory, MB', before.rssMb.toFixed(0), after.rssMb.toFixed(0)],
    ],
  );
  return [
    waiting,
    '',
    'Over a session server in another process; 720p30 VP8.',
    '',
    leftOver,
    '',
    `${hundreds} times 100 sessions are connected in one process, video goes from one to another, and all are disposed.`,
    'Threads and descriptors: before the first session and after the last. Memory: resident set when all are disposed,',
    'median of the first third and of the last third of these times; some more came before to warm up.',
    '',
    `Exit status of the two processes: ${latency.exit}, ${hundred.exit}.`,
  ].join('\n');
}
