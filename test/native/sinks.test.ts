import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { FrameHandle, MediaSink } from '../../lib/media/engine.js';
import { NativeEngine } from '../../lib/node/binary/native-engine.js';
import { call } from './helpers/loopback.js';
import { frameBuffer, read } from './helpers/pixels.js';
import { stampOf } from './helpers/stamp.js';
import { until } from '../helpers/until.js';

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

/** The same for as long as it takes the sink to drop so many; returns how many it has dropped. */
function blockUntilDropped(sink: MediaSink, count: number): number {
  const before = sink.stats().dropped;
  // In a minute even a machine that is busy with something else makes that many.
  for (let i = 0; i < 6000 && sink.stats().dropped < before + count; i++) block(10);
  return sink.stats().dropped - before;
}

/** How many numbers of an ascending series are missing before each. */
function gaps(counters: readonly number[]): number[] {
  return counters.map((counter, i) => counter - (counters[i - 1] ?? counter - 1) - 1);
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
    const counters: number[] = [];
    const sink = engine.openVideoSink(track, (frame) => {
      counters.push(stampOf(frame)?.counter ?? NaN);
    });
    // Any ten in a row will do: four wait, and this thread may be kept from its work for longer than they last.
    await until(() => counters.length >= 10 && gaps(counters.slice(-10)).every((gap) => gap === 0));
    const missing = gaps(counters).reduce((sum, gap) => sum + gap);
    expect(Math.min(...gaps(counters))).toBe(0);
    expect(missing).toBeLessThanOrEqual(sink.stats().dropped);
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
    let whileBlocked = 0;
    const sink = engine.openVideoSink(track, (frame) => {
      const stamp = stampOf(frame);
      if (stamp) counters.push(stamp.counter);
      if (counters.length === 5) whileBlocked = blockUntilDropped(sink, 31);
    });
    await until(() => counters.length >= 20);
    const { delivered, dropped } = sink.stats();
    const missing = gaps(counters);
    expect(whileBlocked).toBeGreaterThan(30);
    // What is missing is what came before the frames that wait.
    expect(missing[5]).toBeGreaterThanOrEqual(whileBlocked);
    expect(dropped).toBeGreaterThanOrEqual(missing.reduce((sum, count) => sum + count));
    expect(delivered).toBeGreaterThanOrEqual(counters.length);
  });

  test('keeps the newest four for a slow listener', async () => {
    const track = engine.createVideoTrack();
    const push = (luma: number) =>
      track.push(frameBuffer('i420', 2, 2, new Uint8Array(6).fill(luma)));
    const seen: (number | undefined)[] = [];
    const sink = engine.openVideoSink(track, (frame) => {
      seen.push(read(frame, 'i420')[0]);
      // All of these come while the listener is busy with the first.
      if (seen.length === 1) for (let luma = 101; luma <= 160; luma++) push(luma);
    });
    await until(() => push(100));
    await until(() => seen.length >= 5);
    expect(seen).toEqual([100, 157, 158, 159, 160]);
    expect(sink.stats()).toEqual({ delivered: 5, dropped: 56 });
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
    let [whileBlocked, atOnce] = [0, 0];
    const sink = engine.openAudioSink(await connected.track('audio'), () => {
      if (++pieces !== 10) return;
      whileBlocked = blockUntilDropped(sink, 11);
      setImmediate(() => (atOnce = pieces - 10));
    });
    await until(() => atOnce > 0);
    expect(whileBlocked).toBeGreaterThan(10);
    // The half second that waits is dropped no more, and comes at once.
    expect(atOnce).toBeGreaterThanOrEqual(50);
    expect(sink.stats().dropped).toBeGreaterThanOrEqual(whileBlocked);
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
