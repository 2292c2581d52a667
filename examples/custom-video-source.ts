/**
 * A custom video source: publishes video frames that the application draws itself.
 *
 *     API_KEY=… SESSION_ID=… TOKEN=… node examples/custom-video-source.ts
 */
import { Context, CustomVideoSource, Publisher, Session } from 'webrtc-session';

const {
  API_KEY = '',
  SESSION_ID = '',
  TOKEN = '',
  API_URL = 'http://127.0.0.1:8080',
} = process.env;

const width = 320;
const height = 180;
const fps = 15;
const source = new CustomVideoSource({ width, height, fps });

/** A bright bar on blue that moves to the right. One buffer is enough: `push` copies. */
const pixels = new Uint8Array(width * height * 4);
let drawn = 0;

function draw(): void {
  const bar = (drawn * 4) % width;
  for (let at = 0; at < pixels.length; at += 4) {
    const x = (at / 4) % width;
    const bright = x >= bar && x < bar + 20;
    pixels.set(bright ? [255, 255, 200, 255] : [0, 0, 160, 255], at);
  }
  drawn += 1;
  // False while nobody is subscribed: nothing was encoded then.
  source.push({ format: 'rgba', width, height, data: pixels });
}

const session = new Session(Context.instance, API_KEY, SESSION_ID, {
  apiUrl: API_URL,
  // Here everything runs on one machine. Leave this out in a real network.
  iceConfig: { networks: 'loopback' },
});
await session.connect(TOKEN);

const publisher = new Publisher(Context.instance, {
  name: 'moving bar',
  video: source,
  audio: false,
});
await session.publish(publisher);
console.log('publishing');
const timer = setInterval(draw, 1000 / fps);

process.once('SIGINT', () => void session.disconnect());
session.once('disconnected', () => {
  clearInterval(timer);
  console.log(drawn > 0 ? 'done' : 'nothing was drawn');
  session.dispose();
});
