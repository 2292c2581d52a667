import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LocalTrack, PcmOptions } from '../../../lib/media/engine.js';
import { CustomAudioSource } from '../../../lib/media/sources/custom-audio-source.js';
import {
  open,
  type OpenSource,
  type SampleInput,
} from '../../../lib/media/sources/media-source.js';

/** An input with room for a second, which leaves as time passes. */
class Input implements SampleInput {
  readonly track = { kind: 'audio', id: 'a', enabled: true, close: () => undefined } as LocalTrack;
  readonly pushed: number[] = [];
  closed = false;
  readonly #format: PcmOptions;
  #queued = 0;
  #since = performance.now();

  constructor(format: PcmOptions) {
    this.#format = format;
  }

  get queued(): number {
    const now = performance.now();
    const left = ((now - this.#since) * this.#format.sampleRate) / 1000;
    this.#since = now;
    this.#queued = Math.max(0, this.#queued - left);
    return Math.round(this.#queued);
  }

  push(samples: Int16Array): number {
    const { channels, sampleRate } = this.#format;
    const taken = Math.min(samples.length / channels, sampleRate - this.queued);
    this.#queued += taken;
    for (let i = 0; i < taken; i += 1) this.pushed.push(samples[i * channels] ?? NaN);
    return taken;
  }

  clear(): void {
    this.#queued = 0;
  }

  close(): void {
    this.closed = true;
  }
}

describe('CustomAudioSource', () => {
  const rate = 8000;
  let source: CustomAudioSource;
  let input: Input;
  let opened: OpenSource;

  beforeEach(() => {
    vi.useFakeTimers();
    source = new CustomAudioSource({ sampleRate: rate });
    opened = source[open]({
      engine: undefined as never,
      openInput: (format) => (input = new Input(format)),
    });
  });
  afterEach(() => {
    opened.close();
    vi.useRealTimers();
  });

  const pieces = (seconds: number, value = 1): Int16Array =>
    new Int16Array(rate * seconds).fill(value);

  it('takes what fits at once, and the rest as there is room', async () => {
    const samples = Int16Array.from({ length: 3 * rate }, (_, i) => i);
    let settled: number | undefined;
    void source.push(samples).then((taken) => (settled = taken));
    // They are copied.
    samples.fill(-1);
    await vi.advanceTimersByTimeAsync(1900);
    expect(settled).toBeUndefined();
    expect(source.queued).toBeGreaterThan(rate);
    await vi.advanceTimersByTimeAsync(250);
    expect(settled).toBe(3 * rate);
    expect(input.pushed).toEqual(Array.from({ length: 3 * rate }, (_, i) => i));
  });

  it('takes one push at a time: one that nobody waited for is told so', async () => {
    const first = source.push(pieces(2));
    expect(await source.push(pieces(1, 2))).toBe(0);
    await vi.advanceTimersByTimeAsync(1500);
    expect(await first).toBe(2 * rate);
    expect(await source.push(pieces(0.01, 3))).toBe(0.01 * rate);
    expect(input.pushed).not.toContain(2);
  });

  it('clear() drops what waits, and a push that waits settles with what it got', async () => {
    const push = source.push(pieces(3));
    await vi.advanceTimersByTimeAsync(500);
    source.clear();
    const taken = await push;
    expect(taken).toBeGreaterThanOrEqual(rate);
    expect(taken).toBeLessThan(2 * rate);
    expect(source.queued).toBe(0);
    await source.drained();
    expect(await source.push(pieces(0.5))).toBe(rate / 2);
  });

  it('drained() settles when everything has left', async () => {
    await source.drained();
    void source.push(pieces(2));
    let drained = false;
    void source.drained().then(() => (drained = true));
    await vi.advanceTimersByTimeAsync(1900);
    expect(drained).toBe(false);
    await vi.advanceTimersByTimeAsync(250);
    expect(drained).toBe(true);
  });

  it('the end of the publishing settles what waits', async () => {
    const push = source.push(pieces(3));
    const drained = source.drained();
    opened.close();
    expect(await push).toBe(rate);
    await drained;
    expect(input.closed).toBe(true);
    expect(await source.push(pieces(1))).toBe(0);
  });

  it('timestamps keep pauses as long as they were', async () => {
    await source.push(pieces(0.1, 1), { timestampUs: 5_000_000 });
    // Right behind it, but for what timers wobble.
    await source.push(pieces(0.1, 2), { timestampUs: 5_110_000 });
    await source.push(pieces(0.1, 3), { timestampUs: 5_500_000 });
    const silence = input.pushed.filter((sample) => sample === 0).length;
    expect(silence / rate).toBeCloseTo(0.3, 3);
    expect(input.pushed.slice(-800)).toEqual(Array(800).fill(3));
  });

  it('a pause in which the queue ran dry is over already', async () => {
    await source.push(pieces(0.1, 1), { timestampUs: 0 });
    await vi.advanceTimersByTimeAsync(600);
    await source.push(pieces(0.1, 2), { timestampUs: 600_000 });
    expect(input.pushed).not.toContain(0);
  });

  it('a leap of time is a new beginning', async () => {
    await source.push(pieces(0.1, 1), { timestampUs: 0 });
    await source.push(pieces(0.1, 2), { timestampUs: 60_000_000 });
    await source.push(pieces(0.1, 3), { timestampUs: 60_200_000 });
    expect(input.pushed.filter((sample) => sample === 0).length / rate).toBeCloseTo(0.1, 3);
  });

  it.each([
    [{ sampleRate: 7999 }, 'options.sampleRate must be an integer from 8000 to 96000, got 7999'],
    [{ maxQueuedMs: 10 }, 'options.maxQueuedMs must be an integer from 20 to 10000, got 10'],
    [{ targetQueuedMs: 501 }, 'options.targetQueuedMs must be at most half of maxQueuedMs'],
  ])('%o is refused by its name', (options, message) => {
    expect(() => new CustomAudioSource(options)).toThrow(RangeError);
    expect(() => new CustomAudioSource(options)).toThrow(message);
  });

  it('a timestamp that is none is refused at once', () => {
    expect(() => source.push(pieces(0.1), { timestampUs: -1 })).toThrow(RangeError);
    expect(() => source.push(pieces(0.1), { timestampUs: 'now' as never })).toThrow(TypeError);
  });
});
