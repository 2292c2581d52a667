/** Clients of either server in a process of their own. Some of them speak, all listen. */
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../statistics.mjs';
import { ageOf, stampedText } from './messages.mjs';
import { PlainClient } from './plain-client.mjs';
import { SessionClient } from './session-client.mjs';

const { contender, join, count, speakers, textBytes } = JSON.parse(process.argv[2]);
/** Often enough that messages go out evenly, seldom enough that timers cost nothing. */
const tickMs = 5;

/** @type {number[]} */
let ages = [];
let messageBytes = 0;
let open = 0;

const clients = Array.from({ length: count }, () => {
  return contender === 'ours' ? new SessionClient() : new PlainClient();
});
for (const client of clients) {
  client.onMessage = (message) => {
    const age = ageOf(message);
    if (Number.isNaN(age)) return;
    messageBytes = message.length;
    ages.push(age);
  };
}

/** @param {{ perSecond: number, seconds: number }} pace @returns {Promise<number>} how many were sent */
async function speak({ perSecond, seconds }) {
  const started = performance.now();
  let sent = 0;
  while (sent < perSecond * seconds) {
    const due = Math.min(((performance.now() - started) / 1000) * perSecond, perSecond * seconds);
    for (; sent < due; sent++) clients[sent % speakers].signal(stampedText(textBytes));
    await sleep(tickMs);
  }
  return sent;
}

/** @type {Record<string, (argument: any) => Promise<unknown>>} */
const answer = {
  speak: async (pace) => ({ sent: await speak(pace) }),
  count: async () => ages.length,
  /** What was heard since the last time. */
  collect: async () => {
    const heard = ages;
    ages = [];
    return {
      heard: heard.length,
      messageBytes,
      open,
      p50: heard.length > 0 ? percentile(heard, 0.5) : 0,
      p99: heard.length > 0 ? percentile(heard, 0.99) : 0,
    };
  },
};

/** @param {unknown} message */
const tell = (message) => process.send?.(message);
process.on('message', async (message) => {
  const [what, argument] = /** @type {[string, unknown]} */ (message);
  tell(await answer[what](argument));
});
process.once('disconnect', () => process.exit());
for (const client of clients) {
  await client.join(join);
  open++;
  client.ws?.once('close', () => open--);
}
tell({ joined: count });
