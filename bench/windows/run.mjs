/** `npm run bench:windows`: the same calls on Linux and under Wine, in turns. */
import { getPriority } from 'node:os';
import { parseArgs } from 'node:util';
import { describeLoad, describeMachine } from '../report/machine.mjs';
import { reportSystems } from '../report/systems-report.mjs';
import { writeSection } from '../report/results-file.mjs';
import { linux, windows } from './machines.mjs';

const help = `npm run bench:windows -- [options]

The loopback call of \`npm run bench\` on Linux and in Windows' node.exe 20 under Wine, side by side.

  --rounds N       rounds, in which each has its turn (3)
  --seconds N      measured part of each, at 30 frames a second (10)
  --long N         seconds of the long call whose memory is watched; 0 for none (600)
  --write          put the results into bench/RESULTS.md
  --help`;

const codecs = ['vp8', 'h264'];

function parseOptions() {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '10' },
      long: { type: 'string', default: '600' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  /** @type {(name: 'rounds' | 'seconds' | 'long', least: number) => number} */
  const count = (name, least) => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < least || value > 9999) {
      throw new TypeError(`--${name} must be a whole number from ${least} to 9999`);
    }
    return value;
  };
  return {
    rounds: count('rounds', 1),
    seconds: count('seconds', 1),
    longSeconds: count('long', 0),
    write: values.write,
    help: values.help,
  };
}

/** @param {ReturnType<typeof parseOptions>} options */
async function measure({ rounds, seconds, longSeconds }) {
  /** @param {string} line */
  const say = (line) => process.stderr.write(`${line}\n`);
  const loadBefore = describeLoad();
  const machines = [linux(), await windows(20)];
  try {
    /** @type {import('../report/systems-report.mjs').SystemResult[]} */
    const results = machines.map(({ name }) => ({
      name,
      calls: Object.fromEntries(codecs.map((codec) => [codec, []])),
      long: undefined,
    }));
    for (let round = 1; round <= rounds; round++) {
      for (const codec of codecs) {
        for (const [at, machine] of machines.entries()) {
          say(`round ${round} of ${rounds}: ${codec}, ${machine.name}`);
          const work = { codec, lowLatency: false, warmUpSeconds: 2, seconds, unpacedSeconds: 5 };
          const result = await machine.run(
            'loopback.mjs',
            { ...work, rssAfterSeconds: 0 },
            240_000,
          );
          results[at].calls[codec].push(result);
        }
      }
    }
    if (longSeconds > 0) {
      say(`a call of ${longSeconds} s on both at once`);
      const timeoutMs = longSeconds * 1000 + 60_000;
      const work = { seconds: longSeconds };
      const calls = await Promise.all(
        machines.map((machine) => machine.run('long-call.mjs', work, timeoutMs)),
      );
      for (const [at, long] of calls.entries()) results[at].long = long;
    }
    const command = ['npm run bench:windows --', ...process.argv.slice(2)].join(' ');
    return `## Linux and Windows (Wine)

${new Date().toISOString().slice(0, 10)}, \`${command}\`<br>
${describeMachine()}<br>
Load average ${loadBefore} at the start, ${describeLoad()} at the end, niceness ${getPriority()}. Wine is not Windows: it shows that the binary works and
what it costs in the same processor, not how Windows schedules it.

${reportSystems(results, { rounds, longSeconds })}
`;
  } finally {
    for (const machine of machines) await machine.stop();
  }
}

try {
  const options = parseOptions();
  if (options.help) {
    console.log(help);
  } else {
    const results = await measure(options);
    console.log(`\n${results}`);
    if (options.write) {
      await writeSection(
        new URL('../RESULTS.md', import.meta.url),
        'npm run bench:windows',
        results,
      );
    }
  }
} catch (error) {
  console.error(`bench:windows: ${/** @type {Error} */ (error).message}`);
  process.exitCode = 1;
}
