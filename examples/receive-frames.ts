/**
 * Receiving frames: subscribes to the first stream it sees, looks at fifty frames, and saves one as a PNG.
 *
 *     API_KEY=… SESSION_ID=… TOKEN=… node examples/receive-frames.ts picture.png
 */
import { writeFile } from 'node:fs/promises';
import { encode } from 'fast-png';
import { Context, Session, Subscriber, type VideoFrame } from 'webrtc-session';

const {
  API_KEY = '',
  SESSION_ID = '',
  TOKEN = '',
  API_URL = 'http://127.0.0.1:8080',
} = process.env;
const file = process.argv[2] ?? 'picture.png';

const session = new Session(Context.instance, API_KEY, SESSION_ID, {
  apiUrl: API_URL,
  // Here everything runs on one machine. Leave this out in a real network.
  iceConfig: { networks: 'loopback' },
});
process.once('SIGINT', () => {
  session.dispose();
});

const streams = session.events('streamReceived');
await session.connect(TOKEN);
console.log('waiting for a stream');
for await (const { stream } of streams) {
  const subscriber = new Subscriber(Context.instance, stream);
  const frames = subscriber.frames();
  await session.subscribe(subscriber);
  let count = 0;
  let brightness = 0;
  // A frame is closed when the loop asks for the next one: take out of it what is needed.
  for await (const frame of frames) {
    count += 1;
    brightness += averageLuma(frame);
    if (count === 50) {
      await save(frame);
      break;
    }
  }
  const { dropped } = frames;
  console.log(`${count} frames of ${stream.name}, ${dropped} dropped`);
  console.log(`average brightness ${Math.round(brightness / Math.max(count, 1))}`);
  break;
}
await session.disconnect();
session.dispose();

/** The first plane of I420 is brightness, 16 (black) to 235 (white). */
function averageLuma({ planes: [luma] }: VideoFrame): number {
  if (!luma) return 0;
  return luma.data.reduce((sum, value) => sum + value, 0) / luma.data.length;
}

async function save(frame: VideoFrame): Promise<void> {
  const { width, height } = frame;
  await writeFile(file, encode({ width, height, data: frame.toRgba(), channels: 4 }));
  console.log(`saved ${width}x${height} to ${file}`);
}
