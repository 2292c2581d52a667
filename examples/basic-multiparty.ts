/**
 * Basic multiparty: publishes, receives everybody else, and says every second who is seen and heard.
 *
 *     API_KEY=… SESSION_ID=… TOKEN=… node examples/basic-multiparty.ts
 */
import {
  Context,
  Publisher,
  Session,
  Subscriber,
  TestPatternVideoSource,
  ToneAudioSource,
  type Stream,
} from 'webrtc-session';

const {
  API_KEY = '',
  SESSION_ID = '',
  TOKEN = '',
  API_URL = 'http://127.0.0.1:8080',
} = process.env;

/** What came of one participant since the last look. */
interface Tile {
  readonly subscriber: Subscriber;
  frames: number;
  loudest: number;
}

const context = Context.instance;
const session = new Session(context, API_KEY, SESSION_ID, {
  apiUrl: API_URL,
  // Here everything runs on one machine. Leave this out in a real network.
  iceConfig: { networks: 'loopback' },
});
const tiles = new Map<Stream, Tile>();

session.on('streamReceived', ({ stream }) => {
  const subscriber = new Subscriber(context, stream);
  const tile: Tile = { subscriber, frames: 0, loudest: 0 };
  tiles.set(stream, tile);
  // A real application would draw the frame; here it is enough that it came.
  subscriber.on('frame', () => {
    tile.frames += 1;
  });
  subscriber.on('audioData', ({ samples }) => {
    for (const sample of samples) tile.loudest = Math.max(tile.loudest, Math.abs(sample));
  });
  subscriber.on('error', (error) => {
    console.log(`cannot receive ${stream.name}: ${error.message}`);
  });
  void session.subscribe(subscriber);
});

session.on('streamDropped', ({ stream }) => {
  // The subscriber has ended with its stream.
  tiles.get(stream)?.subscriber.dispose();
  tiles.delete(stream);
});

const show = setInterval(() => {
  const faces = [...tiles].map(([stream, tile]) => {
    const seen = tile.frames > 0 ? 'seen' : 'not seen';
    const heard = tile.loudest > 100 ? 'heard' : 'not heard';
    Object.assign(tile, { frames: 0, loudest: 0 });
    return `${stream.connection.data} ${seen}, ${heard}`;
  });
  console.log(`${faces.length + 1} in the call${faces.map((face) => ` | ${face}`).join('')}`);
}, 1000);

process.once('SIGINT', () => void session.disconnect());
session.once('disconnected', () => {
  clearInterval(show);
  session.dispose();
});

await session.connect(TOKEN);
await session.publish(
  new Publisher(context, {
    name: 'pattern',
    video: new TestPatternVideoSource({ width: 320, height: 180, fps: 15 }),
    audio: new ToneAudioSource({ frequency: 440, amplitude: 0.2 }),
  }),
);
