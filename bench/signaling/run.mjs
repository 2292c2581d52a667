/** `npm run bench:signaling`: signals through the session server beside a plain broadcast of the same bytes. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { describeLoad, describeMachine } from '../report/machine.mjs';
import { writeSection } from '../report/results-file.mjs';
import { measure } from './compare.mjs';
import { reportSignaling } from './report.mjs';
import { measureSlowConsumer } from './slow-consumer.mjs';

const help = `npm run bench:signaling -- [options]

  --quick     one short round: figures to match
  --write     put the results into bench/RESULTS.md
  --help`;

const connections = 50;
const perSecond = 1000;
const textBytes = 200;

/** @param {{ rounds: number, seconds: number, warmUpSeconds: number }} options */
async function compare({ rounds, ...times }) {
  const work = { connections, perSecond, ...times };
  const results = [];
  for (let round = 1; round <= rounds; round++) {
    process.stderr.write(`round ${round} of ${rounds}\n`);
    const ours = await measure('ours', { ...work, textBytes });
    const plain = await measure('plain', { ...work, textBytes: ours.messageBytes });
    results.push({ ours, plain });
  }
  return results;
}

/** Whether the kernel runs us before ordinary processes, which keeps a busy machine out of the delays. */
function inRealTime() {
  const [, , ...fields] = readFileSync('/proc/self/stat', 'utf8').split(' ');
  // Field 41 of proc(5), the policy: SCHED_FIFO or SCHED_RR.
  return ['1', '2'].includes(fields[41 - 3]);
}

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(help);
} else {
  const loadBefore = describeLoad();
  const rounds = await compare(
    values.quick
      ? { rounds: 1, seconds: 2, warmUpSeconds: 1 }
      : { rounds: 5, seconds: 8, warmUpSeconds: 3 },
  );
  const slow = await measureSlowConsumer();
  const command = ['npm run bench:signaling --', ...process.argv.slice(2)].join(' ');
  const results = `## Signals to fifty connections

${new Date().toISOString().slice(0, 10)}, \`${command}\`<br>
${describeMachine()}${inRealTime() ? ', scheduled in real time (`chrt -r 1`)' : ''}<br>
Load average ${loadBefore} at the start, ${describeLoad()} at the end. Medians of ${rounds.length} interleaved rounds; a ratio is within a round.

${reportSignaling(rounds, slow, { connections, perSecond })}
`;
  console.log(`\n${results}`);
  if (values.write) {
    await writeSection(
      new URL('../RESULTS.md', import.meta.url),
      'npm run bench:signaling',
      results,
    );
  }
}
