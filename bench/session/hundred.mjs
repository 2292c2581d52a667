/** What is left of a hundred sessions once they are disposed. Runs in a process of its own, with `--expose-gc`. */
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Context, Publisher, Session, Subscriber, TestPatternVideoSource } from 'webrtc-session';
import { input, report } from '../child.mjs';
import { median } from '../statistics.mjs';

const { apiUrl, apiKey, sessionId, token, warmUpRounds, rounds } = input();
const sessionsPerRound = 100;

/** @returns {{ threads: number, fds: number }} of this process */
function handles() {
  /** @param {string} what */
  const count = (what) => readdirSync(`/proc/self/${what}`).length;
  return { threads: count('task'), fds: count('fd') };
}

/** A hundred sessions are connected, one publishes to another, which is what starts the engine; then all are disposed. */
async function round() {
  const context = new Context();
  const sessions = Array.from(
    { length: sessionsPerRound },
    () => new Session(context, apiKey, sessionId, { apiUrl, iceConfig: { networks: 'loopback' } }),
  );
  const [sender, receiver] = sessions;
  const streams = receiver.events('streamReceived');
  await Promise.all(sessions.map((session) => session.connect(token)));
  const video = new TestPatternVideoSource({ width: 320, height: 240, fps: 30 });
  await sender.publish(new Publisher(context, { video, audio: false }));
  const subscriber = new Subscriber(context, (await streams.next()).value.stream);
  const shown = new Promise((resolve) => subscriber.once('frame', resolve));
  await receiver.subscribe(subscriber);
  await shown;
  context.dispose();
}

if (!globalThis.gc) throw new Error('needs --expose-gc');
const before = handles();
for (let i = 0; i < warmUpRounds; i++) await round();
const rssMb = [];
for (let i = 0; i < rounds; i++) {
  await round();
  void globalThis.gc();
  rssMb.push(process.memoryUsage.rss() / 2 ** 20);
}
// Closed sockets wait for the other side, and HTTP connections for another request, a few seconds.
const deadline = performance.now() + 10_000;
while (handles().fds > before.fds && performance.now() < deadline) await sleep(100);
const after = handles();

const third = Math.ceil(rounds / 3);
await report({
  before: { ...before, rssMb: median(rssMb.slice(0, third)) },
  after: { ...after, rssMb: median(rssMb.slice(-third)) },
});
