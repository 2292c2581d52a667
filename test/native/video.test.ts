import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { PushedVideoTrack, ReadFormat, VideoCodec } from '../../lib/media/engine.js';
import { NativeEngine } from '../../lib/node/binary/native-engine.js';
import { call } from './helpers/loopback.js';
import { frameBuffer, gradientI420, psnr, read, solidRgb } from './helpers/pixels.js';
import { until } from '../helpers/until.js';

let engine: NativeEngine;
beforeEach(() => {
  engine = new NativeEngine();
});
afterEach(() => {
  clearInterval(timer);
  engine.close();
});

let timer: NodeJS.Timeout | undefined;

/** Pushes the same frame again and again. */
function keepPushing(
  track: PushedVideoTrack,
  frame: Parameters<PushedVideoTrack['push']>[0],
): void {
  timer = setInterval(() => track.push(frame), 30);
}

interface Sent {
  readonly format: ReadFormat;
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * Resolves when a frame arrives of a track that is as large as what was sent and like it, by so many decibels. Others may
 * come before: an encoder begins coarsely, the more so on a machine that is busy with something else.
 */
async function expectArrival(
  track: PushedVideoTrack,
  sent: Sent,
  decibels: number,
  codecs: readonly VideoCodec[] = ['vp8'],
): Promise<void> {
  const connected = await call(engine, [{ track, options: { codecs } }]);
  const sizes = new Set<string>();
  let best = 0;
  engine.openVideoSink(await connected.track('video'), (frame) => {
    sizes.add(`${frame.width}x${frame.height}`);
    if (frame.width !== sent.width || frame.height !== sent.height) return;
    best = Math.max(best, psnr(read(frame, sent.format), sent.data));
  });
  await vi.waitFor(
    () => {
      expect(sizes).toContain(`${sent.width}x${sent.height}`);
      expect(best).toBeGreaterThan(decibels);
    },
    { timeout: 60_000 },
  );
}

describe('pushed frames', () => {
  test.each([
    ['vp8', 320, 240],
    ['vp8', 319, 239],
    ['vp8', 161, 90],
    ['vp9', 319, 239],
    ['h264', 320, 240],
    ['h264', 318, 238],
    ['av1', 320, 240],
    ['av1', 319, 239],
  ] as const)('by %s of %i by %i pixels arrive as they were', async (codec, width, height) => {
    const track = engine.createVideoTrack();
    const sent = { format: 'i420', width, height, data: gradientI420(width, height) } as const;
    keepPushing(track, sent);
    await expectArrival(track, sent, 38, [codec]);
  });

  test('in RGB arrive in their colour', async () => {
    const track = engine.createVideoTrack();
    const data = solidRgb('rgba', 160, 120, [30, 180, 90]);
    const sent = { format: 'rgba', width: 160, height: 120, data } as const;
    keepPushing(track, sent);
    await expectArrival(track, sent, 35);
  });

  test('of any small size do no harm', async () => {
    const track = engine.createVideoTrack();
    const received = await receiveNothingFrom(track);
    for (const [width, height] of [
      [1, 1],
      [2, 2],
      [3, 5],
      [15, 17],
      [1, 240],
      [320, 1],
    ] as const) {
      const data = gradientI420(width, height);
      for (let i = 0; i < 5; i++) track.push(frameBuffer('i420', width, height, data));
    }
    keepPushing(track, frameBuffer('i420', 64, 48, gradientI420(64, 48)));
    await until(() => received.some((size) => size === '64x48'));
  });

  test('keep their rotation', async () => {
    const track = engine.createVideoTrack();
    const frame = frameBuffer('i420', 160, 120, gradientI420(160, 120));
    keepPushing(track, { ...frame, rotation: 90 });
    const connected = await call(engine, [{ track }]);
    const rotations: number[] = [];
    engine.openVideoSink(await connected.track('video'), ({ rotation }) => {
      rotations.push(rotation);
    });
    await until(() => rotations.length >= 5);
    expect(new Set(rotations)).toEqual(new Set([90]));
  });

  test('may be handles of another track', async () => {
    const track = engine.createVideoTrack();
    const sent = { format: 'i420', width: 320, height: 240, data: gradientI420(320, 240) } as const;
    const frame = engine.createFrame(sent);
    keepPushing(track, frame);
    await expectArrival(track, sent, 38);
    expect(frame.closed).toBe(false);
  });

  test('are taken at 60 per second at most, however many are pushed, and arrive', async () => {
    const track = engine.createVideoTrack();
    const connected = await call(engine, [{ track }]);
    let arrived = 0;
    engine.openVideoSink(await connected.track('video'), () => (arrived += 1));
    const frame = frameBuffer('i420', 160, 120, gradientI420(160, 120));
    /** Without a pause but for what others have to do. */
    const pushWhile = async (goesOn: () => boolean) => {
      while (goesOn()) {
        track.push(frame);
        await nextTurn();
      }
    };
    await pushWhile(() => arrived === 0);

    const [taken, seen, start] = [track.stats().frames, arrived, performance.now()];
    await pushWhile(() => performance.now() - start < 2000);
    const seconds = (performance.now() - start) / 1000;
    expect((track.stats().frames - taken) / seconds).toBeLessThan(66);
    expect(arrived - seen).toBeGreaterThan(10);
  });

  test('that nobody wants are refused and counted', () => {
    const track = engine.createVideoTrack();
    const frame = frameBuffer('i420', 320, 240, gradientI420(320, 240));
    expect([track.push(frame), track.push(frame)]).toEqual([false, false]);
    expect(track.stats()).toEqual({ frames: 0, dropped: 2 });
  });
});

/** Sizes of what arrives of a track in a call. */
async function receiveNothingFrom(track: PushedVideoTrack): Promise<string[]> {
  const connected = await call(engine, [{ track }]);
  const sizes: string[] = [];
  engine.openVideoSink(await connected.track('video'), (frame) => {
    sizes.push(`${frame.width}x${frame.height}`);
  });
  return sizes;
}

describe('senders', () => {
  const pattern = { width: 160, height: 120, fps: 30 };

  test('offer the preferred codec first, and send it', async () => {
    for (const codec of ['vp9', 'h264', 'av1', 'vp8'] as const) {
      const track = engine.createTestPatternTrack(pattern);
      using connected = await call(engine, [{ track, options: { codecs: [codec] } }]);
      await frames(connected, 1);
      const stats = [...(await connected.receiver.connection.getStats()).values()];
      const mimeTypes = stats
        .filter(({ type }) => type === 'codec')
        .map((entry) => entry['mimeType']);
      expect(mimeTypes).toEqual([`video/${codec.toUpperCase()}`]);
    }
  });

  test('stop while they are not active', async () => {
    using connected = await call(engine, [{ track: engine.createTestPatternTrack(pattern) }]);
    const seen = await frames(connected, 5);
    await connected.senders[0]?.setParameters({ active: false });
    const stopped = await quietCount(seen);
    await connected.senders[0]?.setParameters({ active: true });
    await until(() => seen.count > stopped + 5);
  });

  test('switch tracks without negotiation, and send nothing for null', async () => {
    using connected = await call(engine, [{ track: engine.createTestPatternTrack(pattern) }]);
    const seen = await frames(connected, 5);
    const [sender] = connected.senders;
    await sender?.replaceTrack(
      engine.createTestPatternTrack({ ...pattern, width: 320, height: 240 }),
    );
    await until(() => seen.size === '320x240');
    await sender?.replaceTrack(null);
    await quietCount(seen);
  });

  test('of a closed track send nothing', async () => {
    const track = engine.createTestPatternTrack(pattern);
    using connected = await call(engine, [{ track }]);
    const seen = await frames(connected, 5);
    track.close();
    await quietCount(seen);
  });

  test('of a disabled track send black', async () => {
    const track = engine.createTestPatternTrack(pattern);
    using connected = await call(engine, [{ track }]);
    const seen = await frames(connected, 5);
    track.enabled = false;
    await until(() => seen.brightest < 20);
  });

  test('send smaller frames, and fewer, when asked to, and all again', async () => {
    const track = engine.createTestPatternTrack({ width: 320, height: 180, fps: 30 });
    const options = { degradationPreference: 'maintain-resolution' } as const;
    using connected = await call(engine, [{ track, options }]);
    const [sender] = connected.senders;
    const seen = await frames(connected, 5);
    await sender?.setParameters({ scaleResolutionDownBy: 2 });
    await until(() => seen.size === '160x90');
    const sent = await encodedIn(connected, 3);
    await sender?.setParameters({ maxFramerate: 5 });
    // The encoder's own rate control needs a moment to slow down.
    await vi.waitFor(async () => {
      expect(await encodedIn(connected, 3)).toBeLessThan(sent / 2);
    }, patience);
    await sender?.setParameters({ scaleResolutionDownBy: 1, maxFramerate: 60 });
    await until(() => seen.size === '320x180');
    await vi.waitFor(async () => {
      expect(await encodedIn(connected, 3)).toBeGreaterThan(sent / 2);
    }, patience);
  });

  test('keep to the maximum bitrate', async () => {
    const options = { maxBitrate: 100_000 };
    const track = engine.createTestPatternTrack({ width: 640, height: 480, fps: 30 });
    using connected = await call(engine, [{ track, options }]);
    await frames(connected, 30);
    const stats = [...(await connected.sender.connection.getStats()).values()];
    const outbound = stats.find(({ type }) => type === 'outbound-rtp');
    expect(outbound?.['targetBitrate']).toBeLessThanOrEqual(100_000);
  });
});

const patience = { timeout: 60_000, interval: 10 };

/** How many frames are encoded in so many seconds. */
async function encodedIn(
  { sender }: Awaited<ReturnType<typeof call>>,
  seconds: number,
): Promise<number> {
  const encoded = async () => {
    const stats = [...(await sender.connection.getStats()).values()];
    const outbound = stats.find(({ type }) => type === 'outbound-rtp');
    return { frames: Number(outbound?.['framesEncoded']), at: outbound?.timestamp ?? 0 };
  };
  const before = await encoded();
  return vi.waitFor(
    async () => {
      const now = await encoded();
      expect(now.at - before.at).toBeGreaterThanOrEqual(seconds * 1000);
      return now.frames - before.frames;
    },
    { timeout: 60_000, interval: 100 },
  );
}

describe('a test pattern', () => {
  test('that nobody wants is not drawn', async () => {
    // Drawing these takes several cores.
    const tracks = [1, 2, 3].map(() =>
      engine.createTestPatternTrack({ width: 8192, height: 8192, fps: 60 }),
    );
    const started = process.hrtime.bigint();
    const before = process.cpuUsage();
    await until(() => process.hrtime.bigint() - started > 1_500_000_000n);
    const { user, system } = process.cpuUsage(before);
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    // Of a core. What is due in this time takes half a minute to draw.
    expect((user + system) / 1e6 / seconds).toBeLessThan(0.5);
    for (const track of tracks) track.close();
  });

  test('that is muted is sent once a second', async () => {
    const track = engine.createTestPatternTrack({ width: 160, height: 120, fps: 30 });
    using connected = await call(engine, [{ track }]);
    const seen = await frames(connected, 5);
    track.enabled = false;
    await until(() => seen.brightest < 20);
    expect(await encodedIn(connected, 3)).toBeLessThanOrEqual(5);
    track.enabled = true;
    await until(() => seen.brightest > 100);
  });
});

interface Seen {
  count: number;
  size: string;
  /** Highest luma of the last frame. */
  brightest: number;
}

async function frames(connected: Awaited<ReturnType<typeof call>>, count: number): Promise<Seen> {
  const seen: Seen = { count: 0, size: '', brightest: 255 };
  engine.openVideoSink(await connected.track('video'), (frame) => {
    seen.count++;
    seen.size = `${frame.width}x${frame.height}`;
    seen.brightest = read(frame, 'i420')
      .subarray(0, frame.width * frame.height)
      .reduce((highest, luma) => Math.max(highest, luma), 0);
  });
  await until(() => seen.count >= count);
  return seen;
}

/** Waits until half a second has passed without a frame. */
async function quietCount(seen: Seen): Promise<number> {
  let [count, since] = [seen.count, performance.now()];
  await until(() => {
    if (seen.count !== count) [count, since] = [seen.count, performance.now()];
    return performance.now() - since > 500;
  });
  return count;
}
