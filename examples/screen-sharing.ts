/**
 * Screen sharing: publishes the first screen of this machine. When it goes away, the next one takes its place.
 *
 *     API_KEY=… SESSION_ID=… TOKEN=… node examples/screen-sharing.ts
 */
import { Context, ErrorCode, Publisher, ScreenVideoSource, Session } from 'webrtc-session';

const {
  API_KEY = '',
  SESSION_ID = '',
  TOKEN = '',
  API_URL = 'http://127.0.0.1:8080',
} = process.env;

const { devices } = Context.instance;

/** The first screen, sharp rather than fluent: it mostly shows text. */
async function firstScreen(): Promise<ScreenVideoSource> {
  const [screen] = await devices.listScreens();
  if (!screen) throw new Error('there is no screen to share');
  console.log(`sharing ${screen.name}, ${screen.width}x${screen.height}`);
  return new ScreenVideoSource(screen, { fps: 15 });
}

const session = new Session(Context.instance, API_KEY, SESSION_ID, {
  apiUrl: API_URL,
  // Here everything runs on one machine. Leave this out in a real network.
  iceConfig: { networks: 'loopback' },
});
await session.connect(TOKEN);

const publisher = new Publisher(Context.instance, {
  name: 'screen',
  video: await firstScreen(),
  audio: false,
  contentHint: 'text',
});
publisher.on('error', async (error) => {
  if (error.code !== ErrorCode.VideoCaptureFailed) throw error;
  console.log(error.message);
  try {
    await publisher.setVideoSource(await firstScreen());
  } catch {
    await session.disconnect();
  }
});
await session.publish(publisher);

process.once('SIGINT', () => void session.disconnect());
session.once('disconnected', () => {
  console.log('done');
  session.dispose();
});
