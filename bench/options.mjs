import { parseArgs } from 'node:util';

export const help = `npm run bench -- [options]

Our loopback call beside that of @roamhq/wrtc, whole sessions, and what is done once per video frame or message.

  --quick             one short round of everything: half a minute, and figures to match
  --rounds N          rounds of the loopback comparison (5)
  --seconds N         measured part of each, at 30 frames a second (10)
  --rss-seconds N     seconds of the call after which its memory is read, in the last round (60)
  --write             put the results into bench/RESULTS.md
  --help`;

/** What is done, and how often. */
const full = {
  rounds: 5,
  seconds: 10,
  rssAfterSeconds: 60,
  warmUpSeconds: 2,
  unpacedSeconds: 5,
  connects: 50,
  subscribes: 20,
  warmUpHundreds: 5,
  hundreds: 20,
  microMs: 500,
};

const quick = {
  rounds: 1,
  seconds: 2,
  rssAfterSeconds: 3,
  warmUpSeconds: 1,
  unpacedSeconds: 1,
  connects: 10,
  subscribes: 5,
  warmUpHundreds: 1,
  hundreds: 3,
  microMs: 100,
};

/**
 * @returns {typeof full & { write: boolean, help: boolean }}
 * @throws TypeError that says which option is wrong
 */
export function parseOptions() {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      'rss-seconds': { type: 'string' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const defaults = values.quick ? quick : full;
  /** @type {(name: 'rounds' | 'seconds' | 'rss-seconds', fallback: number) => number} */
  const count = (name, fallback) => {
    const text = values[name] ?? String(fallback);
    if (!/^[1-9]\d{0,3}$/.test(text)) {
      throw new TypeError(`--${name} must be a whole number from 1 to 9999, got ${text}`);
    }
    return Number(text);
  };
  return {
    ...defaults,
    rounds: count('rounds', defaults.rounds),
    seconds: count('seconds', defaults.seconds),
    rssAfterSeconds: count('rss-seconds', defaults.rssAfterSeconds),
    write: values.write,
    help: values.help,
  };
}
