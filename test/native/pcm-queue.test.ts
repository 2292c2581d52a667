import { describe, expect, test } from 'vitest';

import type { PcmQueue } from '../../binding.js';
import type { PcmOptions } from '../../lib/media/engine.js';
import { loadBinding } from '../../lib/node/binary/load-binding.js';
import { level, sine } from './helpers/tone.js';

const { PcmQueue: Queue } = loadBinding();

const amplitude = 0.5;
const toneLevel = amplitude / Math.SQRT2;

interface Played {
  /** The first channel, 48 kHz. */
  readonly samples: Int16Array;
  /** Milliseconds that waited after each 10 ms. */
  readonly fills: readonly number[];
}

/** Plays a tone that is pushed in pieces, on a clock that only counts. */
function play(
  options: PcmOptions,
  {
    seconds,
    pieceMs = 20,
    frequency = 440,
    drift = 0,
  }: { seconds: number; pieceMs?: number; frequency?: number; drift?: number },
): Played {
  const { sampleRate, channels } = options;
  const queue = new Queue(options);
  const frames = Math.round((sampleRate * pieceMs) / 1000);
  const samples = new Int16Array(seconds * 48_000);
  const fills: number[] = [];
  let from = 0;
  let due = 0;
  for (let tick = 0; tick < seconds * 100; tick += 1) {
    due += (sampleRate / 100) * (1 + drift);
    for (; due >= frames; due -= frames) {
      queue.push(sine(frames, { sampleRate, channels, frequency, amplitude, from }));
      from += frames;
    }
    const chunk = queue.take();
    for (let i = 0; i < 480; i += 1) samples[tick * 480 + i] = chunk[i * channels] ?? 0;
    fills.push((queue.queued * 1000) / sampleRate);
  }
  return { samples, fills };
}

/** Hertz, by the zero crossings. */
function frequencyOf(samples: Int16Array): number {
  const crossings: number[] = [];
  for (let i = 1; i < samples.length; i += 1) {
    const [before = 0, now = 0] = [samples[i - 1], samples[i]];
    if (before < 0 && now >= 0) crossings.push(i - 1 + before / (before - now));
  }
  const [first = 0, last = 0] = [crossings[0], crossings.at(-1)];
  return ((crossings.length - 1) * 48_000) / (last - first);
}

const decibels = (ratio: number): number => 20 * Math.log10(ratio);
const cents = (ratio: number): number => 1200 * Math.log2(ratio);

/** The largest step from one sample to the next: a click is larger than any step of the tone. */
function largestStep(samples: Int16Array): number {
  let largest = 0;
  for (let i = 1; i < samples.length; i += 1) {
    largest = Math.max(largest, Math.abs((samples[i] ?? 0) - (samples[i - 1] ?? 0)));
  }
  return largest;
}

const stepOfTone = amplitude * 32_767 * ((2 * Math.PI * 440) / 48_000);

describe('PCM of any rate keeps its frequency and level', () => {
  test.each([
    [24_000, 1, 20],
    [44_100, 1, 10],
    [44_100, 2, 7],
    [48_000, 2, 20],
    [8_000, 1, 100],
    [11_025, 1, 33],
    [22_050, 2, 20],
    [96_000, 2, 20],
    [12_345, 1, 13],
  ] as const)('%i Hz, %i channels, in pieces of %i ms', (sampleRate, channels, pieceMs) => {
    for (const frequency of [440, 1000, 3000]) {
      const format = { sampleRate, channels };
      const { samples } = play(format, { seconds: 2, pieceMs, frequency });
      const settled = samples.subarray(24_000);
      expect(Math.abs(cents(frequencyOf(settled) / frequency))).toBeLessThan(0.5);
      expect(Math.abs(decibels(level(settled) / toneLevel))).toBeLessThan(0.1);
    }
  });
});

describe('a producer with a clock of its own', () => {
  const options = { sampleRate: 48_000, channels: 1, targetQueuedMs: 60 } as const;

  test.each([0.003, -0.003, 0.01, -0.01])(
    'that is off by %d is followed without a click, within 20 ms',
    (drift) => {
      const { samples, fills } = play(options, { seconds: 120, drift });
      const settled = samples.subarray(48_000);
      expect(largestStep(settled)).toBeLessThan(stepOfTone * 1.1);
      for (let at = 0; at < settled.length; at += 4800) {
        expect(level(settled.subarray(at, at + 4800))).toBeGreaterThan(toneLevel * 0.9);
      }
      for (let second = 10; second < 120; second += 1) {
        const ofSecond = fills.slice(second * 100, (second + 1) * 100);
        const average = ofSecond.reduce((sum, fill) => sum + fill, 0) / 100;
        expect(Math.abs(average + 5 - 60)).toBeLessThan(20);
      }
    },
  );

  test('that was away for a while does not leave its delay behind', () => {
    const queue = new Queue(options);
    const piece = new Int16Array(480).fill(100);
    for (let tick = 0; tick < 200; tick += 1) {
      queue.push(piece);
      queue.take();
    }
    for (let late = 0; late < 50; late += 1) queue.push(piece);
    for (let tick = 0; tick < 300; tick += 1) {
      queue.push(piece);
      queue.take();
    }
    expect(queue.queued).toBeLessThan(48 * 90);
  });

  test('that is not said to be one is played as it is', () => {
    const { fills } = play({ sampleRate: 48_000, channels: 1 }, { seconds: 20, drift: 0.01 });
    expect(fills.at(-1)).toBeGreaterThan(200);
  });
});

describe('sound that breaks off', () => {
  const options = { sampleRate: 24_000, channels: 1 } as const;

  /** What comes out from now on until it is silent. */
  function rest(queue: PcmQueue): Int16Array {
    const chunks: number[] = [];
    do chunks.push(...queue.take());
    while (chunks.slice(-480).some((sample) => sample !== 0));
    return Int16Array.from(chunks);
  }

  test('fades', () => {
    const queue = new Queue(options);
    queue.push(sine(2403, { ...options, amplitude }));
    const samples = rest(queue);
    expect(samples.length).toBeGreaterThanOrEqual(4800);
    expect(largestStep(samples)).toBeLessThan(stepOfTone * 1.25);
  });

  test('because it was cleared ends within 20 ms, without a click', () => {
    const queue = new Queue(options);
    queue.push(sine(24_000, { ...options, amplitude }));
    for (let tick = 0; tick < 10; tick += 1) queue.take();
    queue.clear();
    expect(queue.queued).toBeLessThanOrEqual(120);
    const samples = rest(queue);
    expect(samples.findLastIndex((sample) => sample !== 0)).toBeLessThan(960);
    expect(largestStep(samples)).toBeLessThan(stepOfTone * 1.25);
  });

  test('goes on with what comes next', () => {
    const queue = new Queue(options);
    for (let burst = 0; burst < 3; burst += 1) {
      queue.push(sine(2400, { ...options, amplitude }));
      expect(level(rest(queue))).toBeGreaterThan(0.2);
    }
  });
});

describe('what waits', () => {
  test('is at most maxQueuedMs', () => {
    const queue = new Queue({ sampleRate: 24_000, channels: 2, maxQueuedMs: 200 });
    expect(queue.push(new Int16Array(2 * 24_000))).toBe(4800);
    expect(queue.push(new Int16Array(2))).toBe(0);
    queue.take();
    expect(queue.queued).toBeLessThan(4800);
  });

  test('is silence while there is nothing', () => {
    const queue = new Queue({ sampleRate: 8000, channels: 2 });
    expect(queue.take()).toEqual(new Int16Array(960));
  });
});
