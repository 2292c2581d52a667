import { setTimeout as sleep } from 'node:timers/promises';
import { parseServerMessage, sessionInfoRequest } from '../../../lib/protocol/index.js';
import { AttackClient } from '../attack-client.js';
import { Target, type TargetSetup } from '../target.js';
import { report } from './messages.js';

/** Somebody who uses a server as it is meant: `node bystander.mjs <setup as JSON>`. Reports when it is told to stop. */
const target = new Target(JSON.parse(process.argv[2] ?? '{}') as TargetSetup);

const everyMs = { signal: 50, join: 500 };
/** For what is under way when it is to stop. */
const patienceMs = 20_000;

const stop = new AbortController();
process.once('message', () => {
  stop.abort();
});
process.once('disconnect', () => process.exit());

const sentAt: number[] = [];
const latencies: number[] = [];
const refused: number[] = [];
let outOfOrder = 0;

const client = await AttackClient.join(target);
client.onMessage = ({ payload }) => {
  const message = parseServerMessage(payload);
  if (message.kind !== 'signal' || !message.data.startsWith('bystander ')) return;
  const number = Number(message.data.slice('bystander '.length));
  if (number !== latencies.length) outOfOrder++;
  latencies.push(performance.now() - (sentAt[number] ?? Infinity));
};

async function signals(): Promise<void> {
  while (!stop.signal.aborted) {
    sentAt.push(performance.now());
    void client.signal(`bystander ${sentAt.length - 1}`, client.connectionId).then((status) => {
      if (status !== 200) refused.push(status);
    });
    await sleep(everyMs.signal);
  }
  const until = performance.now() + patienceMs;
  while (latencies.length < sentAt.length && performance.now() < until) await sleep(10);
}

const joins: Promise<void>[] = [];
const failedJoins: string[] = [];
let slowestJoin = 0;

/** What a client does from asking for session info to having the session's state, and then it leaves. */
async function join(): Promise<void> {
  const began = performance.now();
  try {
    const signal = AbortSignal.timeout(patienceMs);
    const token = await target.token();
    const { url, headers } = sessionInfoRequest({
      ...{ apiUrl: target.url, sessionId: target.sessionId, token },
    });
    const info = await fetch(url, { headers, signal });
    await info.arrayBuffer();
    if (info.status !== 200) throw new Error(`session info: ${info.status}`);
    const newcomer = await AttackClient.join(target);
    const state = await newcomer.read();
    if (state !== 200) throw new Error(`reading the state: ${state}`);
    newcomer.ws.terminate();
    slowestJoin = Math.max(slowestJoin, performance.now() - began);
  } catch (error) {
    failedJoins.push(error instanceof Error ? error.message : String(error));
  }
}

async function joining(): Promise<void> {
  while (!stop.signal.aborted) {
    joins.push(join());
    await sleep(everyMs.join);
  }
  await Promise.all(joins);
}

process.send?.('ready');
await Promise.all([signals(), joining()]);
const sorted = latencies.toSorted((a, b) => a - b);
const quantile = (share: number): number =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
report({
  signals: sentAt.length,
  refused,
  lost: sentAt.length - latencies.length + outOfOrder,
  ...{ p50: quantile(0.5), p99: quantile(0.99) },
  ...{ joins: joins.length, failedJoins, slowestJoin: Math.round(slowestJoin) },
});
process.disconnect();
process.exit();
