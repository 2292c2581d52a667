import { describe, expect, it } from 'vitest';
import { AudioLine } from '../../../lib/cli/demo/feed/audio-line.js';

/** Takes everything and lets the test say how much of it is still waiting. */
class Target {
  readonly sampleRate = 1000;
  readonly channels = 2;
  queued = 0;
  readonly pushed: number[][] = [];

  push(samples: Int16Array): number {
    this.pushed.push([...samples]);
    return samples.length / this.channels;
  }
}

/** Ten milliseconds of one value. */
const sound = (value: number): Int16Array => new Int16Array(20).fill(value);
const times = (length: number, value: number): number[] => Array<number>(length).fill(value);

describe('AudioLine', () => {
  it('queues sound that is in its place as it is', () => {
    const target = new Target();
    const line = new AudioLine(target);
    target.queued = 50;
    line.write(sound(1), 50_000, 0);
    line.write(sound(2), 50_000, 19_000);
    line.write(sound(3), 50_000, -19_000);
    expect(target.pushed).toEqual([times(20, 1), times(20, 2), times(20, 3)]);
  });

  it('puts silence before sound that would be early', () => {
    const target = new Target();
    new AudioLine(target).write(sound(1), 0, -100_000);
    expect(target.pushed).toEqual([times(200, 0), times(20, 1)]);
  });

  it('leaves out what is late after a stall, whole frames of all channels', () => {
    const target = new Target();
    const samples = Int16Array.from({ length: 100 }, (_, index) => index);
    new AudioLine(target).write(samples, 0, 30_000);
    expect(target.pushed).toEqual([[...samples.subarray(60)]]);
  });

  it('leaves out sound that is over', () => {
    const target = new Target();
    new AudioLine(target).write(sound(1), 0, 500_000);
    expect(target.pushed).toEqual([]);
  });
});
