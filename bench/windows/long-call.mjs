/** A long call of video and audio between two sessions of this process; prints how its memory went. */
import { setInterval as every } from 'node:timers/promises';
import {
  Context,
  Publisher,
  Session,
  Subscriber,
  TestPatternVideoSource,
  ToneAudioSource,
} from 'webrtc-session';
import { createSessionServer } from 'webrtc-session/server';
import { median } from '../statistics.mjs';

const { seconds } = JSON.parse(process.env.BENCH_WORK ?? '');
const readingsEveryMs = 5000;
/** Of the readings: buffers fill, code is compiled. */
const warmUpShare = 0.2;

const server = await createSessionServer();
const { sessionId } = await server.createSession();
const context = new Context();
const join = async () => {
  const session = new Session(context, server.apiKey, sessionId, {
    apiUrl: server.url,
    iceConfig: { networks: 'loopback' },
  });
  await session.connect(await server.generateToken(sessionId));
  return session;
};
const [sender, receiver] = [await join(), await join()];
const streams = receiver.events('streamReceived');
const video = new TestPatternVideoSource({ width: 1280, height: 720, fps: 30 });
await sender.publish(new Publisher(context, { video, audio: new ToneAudioSource() }));
const subscriber = new Subscriber(context, (await streams.next()).value.stream);
let frames = 0;
subscriber.on('frame', () => (frames += 1));
subscriber.on('audioData', () => undefined);
await receiver.subscribe(subscriber);

const rssMb = [];
const started = performance.now();
for await (const clock of every(readingsEveryMs, performance)) {
  rssMb.push(process.memoryUsage.rss() / 2 ** 20);
  if (clock.now() - started >= seconds * 1000) break;
}
const fps = frames / ((performance.now() - started) / 1000);
context.dispose();
await server.close();
const warm = rssMb.slice(Math.floor(rssMb.length * warmUpShare));
const third = Math.ceil(warm.length / 3);
console.log(
  JSON.stringify({
    fps,
    beforeMb: median(warm.slice(0, third)),
    afterMb: median(warm.slice(-third)),
  }),
);
