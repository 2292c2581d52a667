import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { FrameHandle } from '../../lib/media/engine.js';
import { NativeEngine } from '../../lib/native/native-engine.js';
import { call } from './helpers/loopback.js';
import { stampOf } from './helpers/stamp.js';
import { until } from './helpers/wait.js';

let engine: NativeEngine;
beforeEach(() => {
  engine = new NativeEngine();
});
afterEach(() => {
  engine.close();
});

const pattern = { width: 160, height: 120, fps: 120 };
const tone = { sampleRate: 48_000, channels: 1, frequency: 440, amplitude: 0.5 } as const;

/** Keeps the JS thread from everything else. */
function block(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

describe('a video sink', () => {
  test('closes the frame when its listener returns', () => {
    const track = engine.createTestPatternTrack(pattern);
    return new Promise<void>((resolve, reject) => {
      const sink = engine.openVideoSink(track, (frame) => {
        sink.close();
        setImmediate(() => {
          if (frame.closed) resolve();
          else reject(new Error('the frame is still open'));
        });
      });
    });
  });

  test('shows local tracks as well', async () => {
    const track = engine.createTestPatternTrack(pattern);
    const counters: (number | undefined)[] = [];
    engine.openVideoSink(track, (frame) => {
      counters.push(stampOf(frame)?.counter);
    });
    await until(() => counters.length >= 10);
    const [first = 0] = counters;
    expect(counters.slice(0, 10)).toEqual(Array.from({ length: 10 }, (_, i) => first + i));
  });

  test('goes on decoding when hundreds of clones are kept', async () => {
    using connected = await call(engine, [{ track: engine.createTestPatternTrack(pattern) }]);
    const kept: FrameHandle[] = [];
    // More than the 300 buffers that a VP8 decoder has.
    engine.openVideoSink(await connected.track('video'), (frame) => kept.push(frame.clone()));
    await until(() => kept.length > 330);
    expect(kept.every((frame) => !frame.closed)).toBe(true);
  });

  test('drops and counts what a slow listener leaves, the newest win', async () => {
    const track = engine.createTestPatternTrack(pattern);
    const counters: number[] = [];
    const sink = engine.openVideoSink(track, (frame) => {
      const stamp = stampOf(frame);
      if (stamp) counters.push(stamp.counter);
      if (counters.length === 5) block(500);
    });
    await until(() => counters.length >= 20);
    const { delivered, dropped } = sink.stats();
    const missing = counters.map((counter, i) => counter - (counters[i - 1] ?? counter - 1) - 1);
    // 60 frames pass in half a second, of which the last 4 are waiting: what is missing is what came before them.
    expect(missing[5]).toBeGreaterThan(30);
    expect(missing.slice(6, 9)).toEqual([0, 0, 0]);
    expect(dropped).toBeGreaterThanOrEqual(missing.reduce((sum, count) => sum + count));
    expect(delivered).toBeGreaterThanOrEqual(counters.length);
  });

  test('delivers nothing after it is closed in its own listener', async () => {
    const track = engine.createTestPatternTrack(pattern);
    let [frames, others] = [0, 0];
    const sink = engine.openVideoSink(track, () => {
      frames++;
      block(50);
      sink.close();
    });
    engine.openVideoSink(track, () => others++);
    await until(() => others > 20);
    expect(frames).toBe(1);
  });

  test('outlives its track and its connection', async () => {
    const connected = await call(engine, [{ track: engine.createTestPatternTrack(pattern) }]);
    let frames = 0;
    const sink = engine.openVideoSink(await connected.track('video'), () => frames++);
    await until(() => frames > 3);
    connected[Symbol.dispose]();
    sink.close();
    expect(sink.stats().delivered).toBe(frames);
  });
});

describe('an audio sink', () => {
  test('drops and counts what a slow listener leaves', async () => {
    using connected = await call(engine, [{ track: engine.createToneTrack(tone) }]);
    let pieces = 0;
    const sink = engine.openAudioSink(await connected.track('audio'), () => {
      if (++pieces === 10) block(800);
    });
    await until(() => pieces > 60);
    // 80 pieces in 0.8 s, of which 50 wait.
    expect(sink.stats().dropped).toBeGreaterThan(10);
    expect(sink.stats().dropped).toBeLessThan(60);
  });

  test('is not changed by the playout volume', async () => {
    using connected = await call(engine, [{ track: engine.createToneTrack(tone) }]);
    const track = await connected.track('audio');
    engine.setVolume(track, 0);
    let loudest = 0;
    engine.openAudioSink(track, ({ samples }) => {
      loudest = Math.max(loudest, ...samples);
    });
    await until(() => loudest > 10_000);
  });

  test('several may listen to one track', async () => {
    using connected = await call(engine, [{ track: engine.createToneTrack(tone) }]);
    const track = await connected.track('audio');
    const pieces = [0, 0];
    const sinks = pieces.map((_, i) =>
      engine.openAudioSink(track, () => (pieces[i] = (pieces[i] ?? 0) + 1)),
    );
    await until(() => pieces.every((count) => count > 20));
    sinks[0]?.close();
    const [closed = 0, open = 0] = pieces;
    await until(() => (pieces[1] ?? 0) > open + 20);
    expect(pieces[0]).toBe(closed);
  });
});
