/** A process with a session, which does what its argument names. API_KEY, SESSION_ID, TOKEN, API_URL say where. */
import { createRequire } from 'node:module';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import {
  Context,
  Publisher,
  Session,
  Subscriber,
  TestPatternVideoSource,
  ToneAudioSource,
} from 'webrtc-session';

const { API_KEY = '', SESSION_ID = '', TOKEN = '', API_URL = '' } = process.env;

const newSession = () =>
  new Session(Context.instance, API_KEY, SESSION_ID, {
    apiUrl: API_URL,
    iceConfig: { networks: 'loopback' },
  });

const newPublisher = () =>
  new Publisher(Context.instance, {
    video: new TestPatternVideoSource({ width: 160, height: 120 }),
    audio: new ToneAudioSource(),
  });

const session = newSession();

/** Joins, and subscribes to its own stream. */
async function call() {
  await session.connect(TOKEN);
  const subscriber = new Subscriber(Context.instance, await session.publish(newPublisher()));
  await session.subscribe(subscriber);
  return subscriber;
}

/** @param {() => unknown} end */
async function callThen(end) {
  const subscriber = await call();
  (await subscriber.snapshot()).close();
  await end();
}

function isLoaded() {
  const { sharedObjects } = /** @type {{ sharedObjects: string[] }} */ (process.report.getReport());
  return sharedObjects.some((path) => path.endsWith('webrtc-session.node'));
}

/** @type {Record<string, () => unknown>} */
const lives = {
  publish: async () => {
    await session.connect(TOKEN);
    console.log(isLoaded());
    await session.publish(newPublisher());
    console.log(isLoaded());
    await session.disconnect();
  },
  'leave on a signal': () => {
    session.on('signal', () => void session.disconnect());
    session.on('disconnected', ({ reason }) => console.log(reason));
    void session.connect(TOKEN);
  },
  'call, then session.disconnect()': () => callThen(() => session.disconnect()),
  'call, then session.dispose()': () => callThen(() => session.dispose()),
  'call, then Context.instance.dispose()': () => callThen(() => Context.instance.dispose()),
  'exit in a call': async () => {
    const subscriber = await call();
    subscriber.on('frame', () => process.exit(7));
  },
  'throw in a listener': async () => {
    session.on('connected', () => {
      throw new Error('from a listener');
    });
    await session.connect(TOKEN);
  },
  'connect with nonsense': () => void session.connect('nonsense'),
  'a hundred sessions': async () => {
    const built = new URL('../../../dist/node/binary/load-binding.js', import.meta.url);
    const { loadBinding } = await import(built.href);
    const once = async () => {
      const own = newSession();
      await own.connect(TOKEN);
      const publisher = newPublisher();
      const subscriber = new Subscriber(Context.instance, await own.publish(publisher));
      await own.subscribe(subscriber);
      for (const each of [own, publisher, subscriber]) each.dispose();
    };
    const left = () => loadBinding().liveObjects() + process.getActiveResourcesInfo().length;
    await once();
    const before = left();
    for (let round = 0; round < 100; round += 1) await once();
    while (left() > before) await wait(50);
    console.log('nothing');
  },
  require: () => {
    const required = createRequire(import.meta.url)('webrtc-session');
    console.log(required.Session === Session, required.Context.instance === Context.instance);
  },
};

const life = lives[process.argv[2] ?? ''];
if (!life) throw new Error(`no such life: ${process.argv[2]}`);
await life();
