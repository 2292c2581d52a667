import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FacadePage } from '../browser/facade-page.js';
import {
  Publisher,
  Subscriber,
  TestPatternVideoSource,
  ToneAudioSource,
  type Session,
  type Stream,
} from '../../lib/index.js';
import { launchChromiumFacade } from './helpers/chromium.js';
import { NativeRoom } from './helpers/native-room.js';
import type { RemotePeer } from './helpers/remote-peer.js';

/** Long enough for a machine that has other things to do. */
const patience = { timeout: 60_000, interval: 100 };

/** One call, in the order of the tests: the page has joined, then publishes, then receives. */
describe('a Session in Chromium and one over the native engine', () => {
  let page: RemotePeer<FacadePage>;
  let room: NativeRoom;
  let session: Session;
  let subscriber: Subscriber;

  beforeAll(async () => {
    page = await launchChromiumFacade();
    room = await NativeRoom.open();
    session = await room.join();
    await page.call('join', await room.invitation());
  });
  afterAll(async () => {
    await page.close();
    await room[Symbol.asyncDispose]();
  });

  it('lists the devices of the page', async () => {
    const { cameras, microphones, screens } = await page.call('devices');
    expect(cameras).toBeGreaterThan(0);
    expect(microphones).toBeGreaterThan(0);
    expect(screens).toBe(0);
  });

  it('bring camera and microphone of the page to Node as frames and PCM', async () => {
    const received = new Promise<Stream>((resolve) => {
      session.once('streamReceived', ({ stream }) => {
        resolve(stream);
      });
    });
    const id = await page.call('publish', 'page');
    const stream = await received;
    expect(stream).toMatchObject({ id, name: 'page', videoSourceType: 'camera' });
    subscriber = new Subscriber(room.context, stream);
    await session.subscribe(subscriber);
    const pictures = new Set<string>();
    for await (const frame of subscriber.frames()) {
      pictures.add(Buffer.from(frame.toI420Buffer()).toString('base64'));
      if (pictures.size === 5) break;
    }
    for await (const { samples } of subscriber.audio()) {
      if (samples.some((sample) => Math.abs(sample) > 1000)) break;
    }
  });

  it('bring the test pattern and the tone of Node to the elements of the page', async () => {
    const publisher = new Publisher(room.context, {
      name: 'native',
      video: new TestPatternVideoSource({ width: 640, height: 480, fps: 20 }),
      audio: new ToneAudioSource({ frequency: 440, amplitude: 0.5 }),
    });
    const { id } = await session.publish(publisher);
    await vi.waitUntil(async () => (await page.call('streams')).includes(id), patience);
    await page.call('subscribe', id);
    const pictures = new Set<string>();
    await vi.waitFor(async () => {
      const { width, height, pixels, tracks } = await page.call('shown');
      expect(tracks).toEqual(['audio', 'video']);
      expect(width / height).toBeCloseTo(640 / 480);
      pictures.add(pixels);
      expect(pictures.size).toBeGreaterThan(3);
      expect(await page.call('heard')).toBeGreaterThan(0.01);
    }, patience);
  });

  it('switch the video of the page from its camera to a canvas', async () => {
    await page.call('showCanvas', 320, 180);
    for await (const frame of subscriber.frames()) {
      if (frame.width / frame.height > 1.7) break;
    }
    expect(subscriber.stream).toMatchObject({ width: 320, height: 180 });
  });

  it('tell each other of muting', async () => {
    const muted = new Promise<unknown>((resolve) => {
      subscriber.once('videoDisabled', resolve);
    });
    await page.call('set', { publishVideo: false });
    expect(await muted).toEqual({ reason: 'publishVideo' });
    await page.call('set', { subscribeToVideo: false });
    expect((await page.call('shown')).tracks).toEqual(['audio']);
  });

  it('exchange signals', async () => {
    const signal = new Promise<unknown>((resolve) => {
      session.once('signal', resolve);
    });
    await page.call('signal', 'chat', 'Grüße ✓');
    expect(await signal).toMatchObject({ type: 'chat', data: 'Grüße ✓' });
  });

  it('say in the page that media is rendered there, not read', async () => {
    expect(await page.call('frames')).toContain('render the tracks');
  });

  it('end without an error in the page', async () => {
    const gone = new Promise<unknown>((resolve) => {
      session.once('connectionDropped', resolve);
    });
    const errors = await page.call('errors');
    await page.call('leave');
    await gone;
    expect(errors).toEqual([]);
    expect(session.streams).toEqual([]);
  });
});
