/** How long a user waits: for `connect`, and for the first video frame. Runs in a process of its own. */
import { Context, Publisher, Session, Subscriber, TestPatternVideoSource } from 'webrtc-session';
import { input, report } from '../child.mjs';
import { percentile } from '../statistics.mjs';

const { apiUrl, apiKey, sessionId, token, connects, subscribes } = input();
const context = new Context();
const createSession = () =>
  new Session(context, apiKey, sessionId, { apiUrl, iceConfig: { networks: 'loopback' } });

/**
 * @param {number} count
 * @param {() => Promise<number>} measure
 * @returns {Promise<number>} the median, without the first three, in which code is compiled and the engine starts
 */
async function p50(count, measure) {
  const times = [];
  for (let i = 0; i < count + 3; i++) times.push(await measure());
  return percentile(times.slice(3), 0.5);
}

const connectMs = await p50(connects, async () => {
  const session = createSession();
  const started = performance.now();
  await session.connect(token);
  const ms = performance.now() - started;
  await session.disconnect();
  return ms;
});

const [sender, receiver] = [createSession(), createSession()];
await Promise.all([sender.connect(token), receiver.connect(token)]);
const streams = receiver.events('streamReceived');
const video = new TestPatternVideoSource({ width: 1280, height: 720, fps: 30 });
await sender.publish(new Publisher(context, { video, audio: false }));
const { stream } = (await streams.next()).value;

const firstFrameMs = await p50(subscribes, async () => {
  const subscriber = new Subscriber(context, stream);
  const started = performance.now();
  const shown = new Promise((resolve) => {
    subscriber.once('frame', () => resolve(performance.now() - started));
  });
  await receiver.subscribe(subscriber);
  const ms = await shown;
  await receiver.unsubscribe(subscriber);
  return ms;
});

context.dispose();
await report({ connectMs, firstFrameMs });
