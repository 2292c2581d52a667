import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { AudioData, AudioFormat } from '../../lib/media/engine.js';
import { NativeEngine } from '../../lib/node/binary/native-engine.js';
import { call } from './helpers/loopback.js';
import { channelOf, level, purity } from './helpers/tone.js';

let engine: NativeEngine;
beforeEach(() => {
  engine = new NativeEngine();
});
afterEach(() => {
  engine.close();
});

const tone = { sampleRate: 48_000, channels: 1, frequency: 440, amplitude: 0.5 } as const;
const patience = { timeout: 60_000, interval: 200 };

describe('a sink that is asked for', () => {
  test.each<[AudioFormat, { sampleRate: number; frames: number }]>([
    [
      { sampleRate: 16_000, channels: 1, durationMs: 20 },
      { sampleRate: 16_000, frames: 320 },
    ],
    [
      { sampleRate: 24_000, channels: 2 },
      { sampleRate: 24_000, frames: 240 },
    ],
    [
      { sampleRate: 44_100, durationMs: 30 },
      { sampleRate: 44_100, frames: 1323 },
    ],
    [
      { sampleRate: 96_000, durationMs: 5 },
      { sampleRate: 96_000, frames: 480 },
    ],
    [
      { channels: 1, durationMs: 100 },
      { sampleRate: 48_000, frames: 4800 },
    ],
  ])('%o delivers that', async (format, { sampleRate, frames }) => {
    const connected = await call(engine, [{ track: engine.createToneTrack(tone) }]);
    const pieces: AudioData[] = [];
    const track = await connected.track('audio');
    engine.openAudioSink(track, (data) => pieces.push(data), format);
    await vi.waitFor(() => {
      const newest = pieces.slice(-Math.ceil(sampleRate / frames));
      const samples = channelOf(newest, 0);
      expect(samples.length).toBeGreaterThanOrEqual(sampleRate);
      expect(purity(samples, 440, sampleRate)).toBeGreaterThan(0.9);
      expect(level(samples)).toBeCloseTo(0.5 / Math.SQRT2, 1);
    }, patience);
    for (const piece of pieces) {
      expect(piece).toMatchObject({ sampleRate, frames });
      expect(piece.samples.length).toBe(frames * piece.channels);
      if (format.channels !== undefined) expect(piece.channels).toBe(format.channels);
    }
  });
});

test('pieces say when they are heard, on the clock of the video', async () => {
  const connected = await call(engine, [
    { track: engine.createToneTrack(tone) },
    { track: engine.createTestPatternTrack({ width: 160, height: 120, fps: 30 }) },
  ]);
  const audio: number[] = [];
  const video: number[] = [];
  engine.openAudioSink(await connected.track('audio'), ({ timestampUs }) =>
    audio.push(timestampUs),
  );
  engine.openVideoSink(await connected.track('video'), ({ timestampUs }) =>
    video.push(timestampUs),
  );
  await vi.waitFor(() => {
    expect(audio.length).toBeGreaterThan(100);
    expect(video.length).toBeGreaterThan(10);
  }, patience);
  expect(audio.every((time, i) => i === 0 || time > (audio[i - 1] ?? 0))).toBe(true);
  expect(Math.abs((audio.at(-1) ?? 0) - (video.at(-1) ?? 0))).toBeLessThan(5_000_000);
});
