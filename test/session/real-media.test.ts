import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Context } from '../../lib/index.js';
import { CustomAudioSource } from '../../lib/media/sources/custom-audio-source.js';
import { CustomVideoSource } from '../../lib/media/sources/custom-video-source.js';
import { TestPatternVideoSource } from '../../lib/media/sources/test-pattern-video-source.js';
import { ToneAudioSource } from '../../lib/media/sources/tone-audio-source.js';
import { VideoFrame } from '../../lib/media/frames/video-frame.js';
import { Publisher } from '../../lib/client/publishing/publisher.js';
import type { PublisherEvents } from '../../lib/client/publishing/publisher-events.js';
import type { PublisherOptions } from '../../lib/client/publishing/publisher-options.js';
import { createSessionServer, type SessionServer } from '../../lib/server/index.js';
import { Session } from '../../lib/client/session.js';
import type { Stream } from '../../lib/client/stream.js';
import { Subscriber } from '../../lib/client/subscribing/subscriber.js';
import type { SubscriberOptions } from '../../lib/client/subscribing/subscriber-options.js';
import { until } from '../helpers/until.js';

/** The same facade over the native engine, on loopback. */
describe('real media', () => {
  let server: SessionServer;
  let sessionId: string;
  let context: Context;

  beforeEach(async () => {
    server = await createSessionServer();
    ({ sessionId } = await server.createSession());
    context = new Context({ lowLatency: true });
  });
  afterEach(async () => {
    context.dispose();
    await server.close();
  });

  const join = async (): Promise<Session> => {
    const session = new Session(context, server.apiKey, sessionId, {
      apiUrl: server.url,
      iceConfig: { networks: 'loopback' },
    });
    await session.connect(await server.generateToken(sessionId));
    return session;
  };

  const call = async (
    options: PublisherOptions,
    subscriberOptions: SubscriberOptions = {},
  ): Promise<{ publisher: Publisher; subscriber: Subscriber; stream: Stream }> => {
    const [sender, receiver] = [await join(), await join()];
    const received = receiver.events('streamReceived');
    const publisher = new Publisher(context, options);
    await sender.publish(publisher);
    const next = await received.next();
    if (next.done === true) throw new Error('no stream');
    const { stream } = next.value;
    const subscriber = new Subscriber(context, stream, subscriberOptions);
    await receiver.subscribe(subscriber);
    return { publisher, subscriber, stream };
  };

  it('brings the test pattern and the tone', async () => {
    const { subscriber } = await call({
      video: new TestPatternVideoSource({ width: 320, height: 240, fps: 15 }),
      audio: new ToneAudioSource({ frequency: 1000, amplitude: 0.5 }),
    });
    const frames: { width: number; height: number; timestampUs: number }[] = [];
    for await (const { width, height, timestampUs } of subscriber.frames()) {
      frames.push({ width, height, timestampUs });
      if (frames.length === 10) break;
    }
    expect(frames.map(({ width, height }) => [width, height])).toEqual(Array(10).fill([320, 240]));
    const times = frames.map(({ timestampUs }) => timestampUs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));

    let loudest = 0;
    for await (const { samples, sampleRate } of subscriber.audio()) {
      expect(sampleRate).toBe(48_000);
      loudest = Math.max(loudest, ...samples);
      if (loudest > 12_000) break;
    }
    expect(loudest).toBeLessThan(20_000);
  });

  it('brings pushed frames in their colours, and pushed sound', async () => {
    const video = new CustomVideoSource({ width: 64, height: 48 });
    const audio = new CustomAudioSource({ channels: 2 });
    const { subscriber } = await call({ video, audio });
    const red = new Uint8Array(64 * 48 * 4);
    for (let at = 0; at < red.length; at += 4) red.set([255, 0, 0, 255], at);
    const frame = VideoFrame.fromBuffer('rgba', 64, 48, red);
    const samples = new Int16Array(960).fill(3000);
    const timer = setInterval(() => {
      video.push(frame);
      void audio.push(samples);
    }, 10);
    try {
      using snapshot = await subscriber.snapshot();
      expect([snapshot.width, snapshot.height]).toEqual([64, 48]);
      const pixel = snapshot.toRgba().subarray((24 * 64 + 32) * 4, (24 * 64 + 33) * 4);
      expect(pixel[0]).toBeGreaterThan(220);
      expect(pixel[1]).toBeLessThan(40);
      expect(pixel[2]).toBeLessThan(40);
      for await (const data of subscriber.audio()) {
        if (data.samples.some((sample) => Math.abs(sample) > 500)) break;
      }
    } finally {
      clearInterval(timer);
    }
  });

  it('brings no byte and decodes no frame of video that is not wanted, or that nobody reads', async () => {
    const video = new TestPatternVideoSource({ width: 320, height: 180, fps: 30 });
    const { subscriber } = await call({ video, audio: false }, { unreadVideoMs: 100 });
    const counted = async (): Promise<{ bytes: number; frames: number; at: number }> => {
      const report = await subscriber.getRtcStatsReport();
      const entry = [...report.values()].find(({ type }) => type === 'inbound-rtp');
      return {
        bytes: Number(entry?.['bytesReceived'] ?? 0),
        frames: Number(entry?.['framesDecoded'] ?? 0),
        at: entry?.timestamp ?? 0,
      };
    };
    /** Waits for two seconds in which nothing has come. */
    const silence = async (): Promise<void> => {
      let from = await counted();
      await vi.waitFor(
        async () => {
          const now = await counted();
          if (now.bytes !== from.bytes || now.frames !== from.frames) from = now;
          expect(now.at - from.at).toBeGreaterThan(2000);
        },
        { timeout: 30_000, interval: 100 },
      );
    };
    let seen = 0;
    const listener = (): void => {
      seen += 1;
    };
    const flow = (): Promise<void> =>
      until(
        (
          (from) => () =>
            seen > from + 3
        )(seen),
      );

    subscriber.on('frame', listener);
    await flow();
    subscriber.subscribeToVideo = false;
    await silence();
    subscriber.subscribeToVideo = true;
    await flow();
    subscriber.off('frame', listener);
    await silence();
    subscriber.on('frame', listener);
    await flow();
  });

  it('brings video in the size and as often as the subscriber prefers', async () => {
    const video = new TestPatternVideoSource({ width: 640, height: 360, fps: 30 });
    const { subscriber } = await call(
      { video, audio: false, degradationPreference: 'maintain-resolution' },
      { preferredResolution: { width: 320, height: 320 } },
    );
    const frames = subscriber.frames();
    const untilHeight = async (height: number): Promise<void> => {
      for (;;) if ((await frames.next()).value?.height === height) return;
    };
    await untilHeight(180);
    subscriber.preferredResolution = { width: 160, height: 90 };
    await untilHeight(90);
    subscriber.preferredFrameRate = 4;
    await vi.waitFor(
      async () => {
        // Each is closed when the next is asked for.
        const first = (await frames.next()).value?.timestampUs ?? 0;
        const second = (await frames.next()).value?.timestampUs ?? 0;
        expect(second - first).toBeGreaterThan(150_000);
      },
      { timeout: 30_000 },
    );
    subscriber.preferredResolution = undefined;
    subscriber.preferredFrameRate = undefined;
    await untilHeight(360);
    await frames.return();
  });

  it('brings speech of 24 kHz that is pushed at once, in the format that is asked for', async () => {
    const audio = new CustomAudioSource({ sampleRate: 24_000 });
    const { subscriber } = await call(
      { video: false, audio },
      { audioFormat: { sampleRate: 16_000, channels: 1, durationMs: 20 } },
    );
    const speech = Int16Array.from({ length: 3 * 24_000 }, (_, i) =>
      Math.round(12_000 * Math.sin((2 * Math.PI * 500 * i) / 24_000)),
    );
    const pushed = audio.push(speech);
    let loud = 0;
    for await (const { samples, sampleRate, channels, frames } of subscriber.audio()) {
      expect([sampleRate, channels, frames]).toEqual([16_000, 1, 320]);
      if (samples.some((sample) => sample > 6000)) loud += 1;
      if (loud === 50) break;
    }
    expect(await pushed).toBe(3 * 24_000);
    await audio.drained();
    expect(audio.queued).toBe(0);
  });

  it('sends the codec that is preferred, and tells about it in its statistics', async () => {
    const { publisher, subscriber, stream } = await call({
      name: 'vp9',
      video: new TestPatternVideoSource({ width: 320, height: 240, fps: 15 }),
      audio: new ToneAudioSource(),
      preferredVideoCodecs: ['vp9'],
    });
    expect(stream.name).toBe('vp9');
    const frames = subscriber.frames();
    await frames.next();
    const [sent] = await publisher.getRtcStatsReport();
    const codecs = [...(sent?.report.values() ?? [])].filter(({ type }) => type === 'codec');
    expect(codecs.map(({ mimeType }) => mimeType)).toContain('video/VP9');
    const next = <Name extends keyof PublisherEvents>(name: Name): Promise<PublisherEvents[Name]> =>
      new Promise((resolve) => {
        publisher.once(name, resolve);
      });
    const [{ level }, { stats }] = await Promise.all([next('audioLevel'), next('videoStats')]);
    expect(level).toBeGreaterThan(0.01);
    expect(stats[0]?.framesEncoded).toBeGreaterThan(0);
    const received = await new Promise<number>((resolve) => {
      subscriber.once('audioLevel', (event) => {
        resolve(event.level);
      });
    });
    expect(received).toBeGreaterThanOrEqual(0);
    await frames.return();
  });

  it("converts a frame of the application's own", () => {
    const white = VideoFrame.fromI420(2, 2, Uint8Array.of(235, 235, 235, 235, 128, 128));
    expect([...white.toRgba().subarray(0, 4)]).toEqual([255, 255, 255, 255]);
    expect(white.toNv12()).toHaveLength(6);
  });
});
