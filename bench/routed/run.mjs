/** `npm run bench:routed`: what a media router costs and how fast it is, beside relayed sessions. */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { createSessionServer } from '../../dist/server/index.js';
import { describeLoad, describeMachine } from '../report/machine.mjs';
import { writeSection } from '../report/results-file.mjs';
import { percentile } from '../statistics.mjs';
import { openCall, receive } from './call.mjs';

const help = `npm run bench:routed -- [options]

  --quick     fewer of everything: figures to match
  --write     put the results into bench/RESULTS.md
  --help`;

/** Clock ticks per second of /proc, on every Linux. */
const ticksPerSecond = 100;

/** @param {number} pid @returns {number} seconds of processor time so far */
function cpuSeconds(pid) {
  const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const fields = rest.split(' ');
  // utime and stime, fields 14 and 15 of proc(5).
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** @param {Awaited<ReturnType<typeof openCall>>['publisher']} publisher @returns {Promise<number>} bytes sent so far */
async function bytesSent(publisher) {
  const reports = await publisher.getRtcStatsReport();
  const entries = reports.flatMap(({ report }) => [...report.values()]);
  return entries
    .filter(({ type }) => type === 'outbound-rtp')
    .reduce((sum, entry) => sum + Number(entry['bytesSent']), 0);
}

/** @param {readonly number[]} values */
const shown = (values) =>
  `${percentile(values, 0.5).toFixed(0)} | ${percentile(values, 0.95).toFixed(0)}`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function measure() {
  const { joins, receivers, seconds, kills } = values.quick
    ? { joins: 5, receivers: 3, seconds: 2, kills: 1 }
    : { joins: 30, receivers: 8, seconds: 10, kills: 10 };
  /** @type {number[]} */
  const pids = [];
  const logger = pino(
    { base: null },
    {
      write: (line) => {
        const { msg, pid } = JSON.parse(line);
        if (msg === 'janus started') pids.push(pid);
      },
    },
  );
  const server = await createSessionServer({ router: 'janus', logger });
  const janus = () => pids.at(-1) ?? 0;

  /** @type {Record<string, number[]>} */
  const firstFrames = {};
  for (const mediaMode of /** @type {const} */ (['relayed', 'routed'])) {
    process.stderr.write(`first frames, ${mediaMode}\n`);
    const call = await openCall(server, mediaMode);
    const times = [];
    for (let count = 0; count < joins; count++) {
      const { session, firstFrameMs } = await receive(call);
      times.push(firstFrameMs);
      await session.disconnect();
    }
    firstFrames[mediaMode] = times;
    call.context.dispose();
  }

  process.stderr.write('cost\n');
  const call = await openCall(server, 'routed');
  /** @param {number} count */
  const cost = async (count) => {
    await delay(3000);
    const [cpu, sent] = [cpuSeconds(janus()), await bytesSent(call.publisher)];
    await delay(seconds * 1000);
    const share = (cpuSeconds(janus()) - cpu) / seconds;
    const megabits = (((await bytesSent(call.publisher)) - sent) * 8) / seconds / 1e6;
    return { count, share, megabits };
  };
  const subscribers = [await receive(call)];
  const one = await cost(1);
  while (subscribers.length < receivers) subscribers.push(await receive(call));
  const many = await cost(receivers);
  call.context.dispose();

  const recoveries = [];
  const others = await openCall(server, 'routed');
  const { subscriber } = await receive(others);
  for (let count = 1; count <= kills; count++) {
    process.stderr.write(`Janus is killed, ${count} of ${kills}\n`);
    const began = performance.now();
    const back = new Promise((resolve) => subscriber.once('streamReconnected', resolve));
    process.kill(janus(), 'SIGKILL');
    await back;
    await new Promise((resolve) => subscriber.once('frame', resolve));
    recoveries.push(performance.now() - began);
    // The next one comes while everything flows.
    await delay(1000);
  }
  others.context.dispose();
  await server.close();

  const perForward = ((many.share - one.share) / (many.count - one.count)) * 100;
  return `| milliseconds | p50 | p95 |
| --- | ---: | ---: |
| first frame at a new subscriber, relayed | ${shown(firstFrames['relayed'] ?? [])} |
| first frame at a new subscriber, routed | ${shown(firstFrames['routed'] ?? [])} |
| Janus killed, until the next frame | ${shown(recoveries)} |

| routed, 720p at ${many.megabits.toFixed(2)} Mbit/s | 1 subscriber | ${many.count} subscribers |
| --- | ---: | ---: |
| sent by the publisher, Mbit/s | ${one.megabits.toFixed(2)} | ${many.megabits.toFixed(2)} |
| Janus, % of a core | ${(one.share * 100).toFixed(1)} | ${(many.share * 100).toFixed(1)} |

Each further subscriber costs Janus ${perForward.toFixed(2)} % of a core. Subscribers: ${joins} one after another for the first frame; Janus was killed ${kills} times.`;
}

if (values.help) {
  console.log(help);
} else {
  const loadBefore = describeLoad();
  const tables = await measure();
  const command = ['npm run bench:routed --', ...process.argv.slice(2)].join(' ');
  const results = `## Routed sessions

${new Date().toISOString().slice(0, 10)}, \`${command}\`<br>
${describeMachine()}<br>
Load average ${loadBefore} at the start, ${describeLoad()} at the end. Server, clients and Janus (Debian 12's 1.1.2) on this machine.

${tables}
`;
  console.log(`\n${results}`);
  if (values.write) {
    await writeSection(new URL('../RESULTS.md', import.meta.url), 'npm run bench:routed', results);
  }
}
