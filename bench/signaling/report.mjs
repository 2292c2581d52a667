import { table } from '../report/markdown.mjs';
import { median } from '../statistics.mjs';

/** @typedef {import('./compare.mjs').Result} Result */

/**
 * @param {{ ours: Result, plain: Result }[]} rounds
 * @param {Awaited<ReturnType<typeof import('./slow-consumer.mjs').measureSlowConsumer>>} slow
 * @param {{ connections: number, perSecond: number }} work
 * @returns {string} Markdown
 */
export function reportSignaling(rounds, slow, { connections, perSecond }) {
  /**
   * @param {string} name
   * @param {number} digits
   * @param {(result: Result) => number} figureOf
   * @param {(ours: Result, plain: Result) => number} ratioOf
   */
  const row = (name, digits, figureOf, ratioOf) => {
    /** @param {'ours' | 'plain'} contender */
    const of = (contender) => median(rounds.map((round) => figureOf(round[contender])));
    const ratio = median(rounds.map(({ ours, plain }) => ratioOf(ours, plain)));
    return [name, of('plain').toFixed(digits), of('ours').toFixed(digits), `${ratio.toFixed(2)}×`];
  };
  const [{ ours, plain }] = rounds;
  const whole = rounds.every(({ ours: each }) => each.heard === each.deliveries);
  const stayed = rounds.every(({ ours: each }) => each.open === connections);
  const cutOff = slow.cutOff
    ? `was cut off with ${slow.code} after ${slow.sentMb.toFixed(0)} MB had been said`
    : `was not cut off although ${slow.sentMb.toFixed(0)} MB had been said`;
  return [
    table(
      ['', 'plain `ws`', 'webrtc-session', 'ratio'],
      [
        row(
          'deliveries per second of CPU',
          0,
          ({ cpuUsPerDelivery }) => 1e6 / cpuUsPerDelivery,
          (a, b) => b.cpuUsPerDelivery / a.cpuUsPerDelivery,
        ),
        row(
          'delay p50, ms',
          1,
          ({ p50 }) => p50,
          (a, b) => a.p50 / b.p50,
        ),
        row(
          'delay p99, ms',
          1,
          ({ p99 }) => p99,
          (a, b) => a.p99 / b.p99,
        ),
      ],
    ),
    '',
    `${perSecond} messages a second from ten connections to all ${connections}, the server in one process, the clients in two.`,
    `A signal arrives as a packet of ${ours.messageBytes} bytes; the plain server passes on messages of ${plain.messageBytes}.`,
    '',
    '- **deliveries per second of CPU**: what one core could do, from the user and system time of the server process. Clients',
    '  of the session server acknowledge each message, so that it comes again if a connection breaks: it reads as many packets',
    '  as it writes, which the plain one does not. Aim: at least 0.5 of that.',
    '- **delay**: from a sender to a receiver, the worse of the two client processes.',
    '',
    `${whole ? 'Every signal reached everybody' : 'Not every signal reached everybody'}, and ` +
      `${stayed ? 'no connection fell behind' : 'connections were cut off'}. A client that stopped reading ${cutOff}; ` +
      `the others ${slow.speakerOpen ? 'went on' : 'were cut off too'}.`,
  ].join('\n');
}
