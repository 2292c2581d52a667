import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { AudioData, LocalTrack, MediaSink, PcmOptions } from '../../lib/media/engine.js';
import { NativeEngine } from '../../lib/node/binary/native-engine.js';
import { call } from './helpers/loopback.js';
import { channelOf, level, purity, sine, windowLevels } from './helpers/tone.js';
import { until } from '../helpers/until.js';

let engine: NativeEngine;
let timer: NodeJS.Timeout | undefined;
beforeEach(() => {
  engine = new NativeEngine();
});
afterEach(() => {
  clearInterval(timer);
  engine.close();
});

interface Received {
  /** The first second, after half a second to settle. */
  readonly pieces: readonly AudioData[];
  /** Everything so far; it grows. */
  readonly sounding: readonly AudioData[];
  /** How many pieces the sink had dropped when each of `sounding` came. */
  readonly dropped: readonly number[];
}

/** What arrives of a track. */
async function received(track: LocalTrack): Promise<Received> {
  const connected = await call(engine, [{ track }]);
  const pieces: AudioData[] = [];
  const dropped: number[] = [];
  const sink: MediaSink = engine.openAudioSink(await connected.track('audio'), (data) => {
    pieces.push(data);
    dropped.push(sink.stats().dropped);
  });
  await until(() => pieces.length >= 150);
  return { pieces: pieces.slice(50, 150), sounding: pieces, dropped };
}

/** Any second will do: a machine that is busy for a moment is not what these tests are about. */
const patience = { timeout: 60_000, interval: 200 };

/** Keeps a third of a second of a tone in a track's queue, in pieces of `milliseconds`. */
function feed({ sampleRate, channels }: PcmOptions, milliseconds: number): LocalTrack {
  const track = engine.createAudioTrack({ sampleRate, channels });
  const frames = (sampleRate * milliseconds) / 1000;
  let from = 0;
  const fill = () => {
    while (track.queued < sampleRate / 3) {
      track.push(sine(frames, { sampleRate, channels, from }));
      from += frames;
    }
  };
  fill();
  timer = setInterval(fill, milliseconds);
  return track;
}

describe('a tone', () => {
  test('arrives at its frequency and level, 10 ms at a time, without a gap', async () => {
    const tone = { sampleRate: 48_000, channels: 1, frequency: 440, amplitude: 0.5 } as const;
    const { sounding, dropped } = await received(engine.createToneTrack(tone));
    await vi.waitFor(() => {
      const samples = channelOf(sounding.slice(-100), 0);
      expect(purity(samples, 440)).toBeGreaterThan(0.9);
      expect(level(samples)).toBeCloseTo(0.5 / Math.SQRT2, 1);
      expect(Math.min(...windowLevels(samples))).toBeGreaterThan(0.2);
      expect(dropped.at(-1)).toBe(dropped.at(-100));
    }, patience);
    expect(sounding.every((piece) => piece.sampleRate === 48_000 && piece.frames === 480)).toBe(
      true,
    );
  });
});

describe('pushed PCM', () => {
  test.each([
    [48_000, 1, 10],
    [48_000, 2, 20],
    [44_100, 1, 20],
    [16_000, 2, 20],
    [8_000, 1, 30],
  ] as const)(
    'of %i Hz and %i channels in pieces of %i ms arrives whole',
    async (rate, channels, ms) => {
      const { sounding } = await received(feed({ sampleRate: rate, channels }, ms));
      await vi.waitFor(() => {
        const samples = channelOf(sounding.slice(-100), 0);
        expect(purity(samples, 440)).toBeGreaterThan(0.85);
        const levels = windowLevels(samples);
        const gaps = levels.filter((windowLevel) => windowLevel < 0.1).length;
        expect(gaps).toBeLessThanOrEqual(levels.length * 0.02);
      }, patience);
    },
  );

  test('is silence while there is none', async () => {
    const track = engine.createAudioTrack({ sampleRate: 48_000, channels: 1 });
    const { pieces } = await received(track);
    expect(level(channelOf(pieces, 0))).toBeLessThan(0.001);
  });

  test('of more than a second is refused in part', () => {
    const track = engine.createAudioTrack({ sampleRate: 48_000, channels: 2 });
    expect(track.push(new Int16Array(2 * 80_000))).toBe(48_000);
    const { queued } = track;
    expect(queued).toBeLessThanOrEqual(48_000);
    // There is room for what has left meanwhile, and no more.
    expect(track.push(new Int16Array(2 * 80_000))).toBeGreaterThanOrEqual(48_000 - queued);
    expect(track.queued).toBeLessThanOrEqual(48_000);
  });

  test('leaves at its pace, heard or not', async () => {
    const track = engine.createAudioTrack({ sampleRate: 8_000, channels: 1 });
    track.push(new Int16Array(800));
    await until(() => track.queued === 0);
    expect(track.push(new Int16Array(8_000))).toBe(8_000);
  });
});

describe('muting', () => {
  test('a disabled track sends silence, and sound again when it is enabled', async () => {
    const track = engine.createToneTrack({
      sampleRate: 48_000,
      channels: 1,
      frequency: 440,
      amplitude: 0.5,
    });
    const connected = await call(engine, [{ track }]);
    const levels: number[] = [];
    engine.openAudioSink(await connected.track('audio'), (data) => {
      levels.push(level(data.samples));
    });
    await until(() => levels.slice(-10).every((now) => now > 0.3) && levels.length >= 10);
    track.enabled = false;
    await until(() => levels.slice(-10).every((now) => now < 0.001));
    track.enabled = true;
    await until(() => levels.slice(-10).every((now) => now > 0.3));
    expect(track.enabled).toBe(true);
  });
});
