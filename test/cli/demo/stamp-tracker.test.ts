import { describe, expect, it } from 'vitest';
import { readStamp, type Stamp } from '../../../lib/measure/read-stamp.js';
import { StampTracker } from '../../../lib/measure/stamp-tracker.js';
import type { ReceivedFrame } from '../../../lib/measure/frame-tracker.js';

/** Draws the grid as native/engine/video/test_pattern.h describes it. */
function stamped(width: number, { counter, drawnUs }: Stamp): Uint8Array {
  const high = Math.floor(drawnUs / 2 ** 32);
  const low = drawnUs % 2 ** 32;
  const words = [counter, high, low, (counter ^ high ^ low ^ 0x5a5a5a5a) >>> 0];
  const luma = new Uint8Array(width * Math.ceil(width / 8));
  for (let y = 0; y < Math.floor((4 * width) / 32); y += 1) {
    const word = words[Math.floor(((y + 0.5) * 32) / width)] ?? 0;
    for (let x = 0; x < width; x += 1) {
      const bit = (word >>> (31 - Math.floor(((x + 0.5) * 32) / width))) & 1;
      luma[y * width + x] = bit === 1 ? 216 : 40;
    }
  }
  return luma;
}

const stamp = { counter: 0x80000001, drawnUs: 1_790_000_000_123_456 };

describe('readStamp', () => {
  it.each([64, 320, 854, 1280, 1920])('reads a picture %i pixels wide', (width) => {
    expect(readStamp(stamped(width, stamp), width)).toEqual(stamp);
  });

  it('does not believe a damaged one', () => {
    const luma = stamped(320, stamp);
    luma.fill(216, 0, 320 * 10);
    expect(readStamp(luma, 320)).toBeUndefined();
    expect(readStamp(new Uint8Array(320 * 180), 320)).toBeUndefined();
  });
});

describe('StampTracker', () => {
  const frame = (counter: number | undefined): ReceivedFrame => ({
    receivedUs: 1_000_000 + (counter ?? 0) * 1000,
    width: 320,
    height: 180,
    mark: counter === undefined ? undefined : { counter, drawnUs: 900_000 + counter * 1000 },
  });

  it('measures as many frames as expected from the first on', () => {
    const tracker = new StampTracker(4, 10);
    expect(tracker).toMatchObject({ startUs: undefined, published: 0, complete: false });
    tracker.addReceived([frame(7), frame(8), frame(10)]);
    expect(tracker).toMatchObject({ startUs: 907_000, published: 4, complete: true });
    tracker.addReceived([frame(11)]);
    const deliveries = tracker.deliveries();
    expect(deliveries.map(({ measured }) => measured)).toEqual([true, true, true, false]);
    expect(deliveries.map(({ origin }) => origin?.index)).toEqual([0, 1, 3, 4]);
    expect(deliveries[1]?.origin).toEqual({ index: 1, sentUs: 908_000, mediaUs: 800_000 });
    expect(tracker.recent(1_011_000)).toHaveLength(1);
  });

  it('counts a damaged frame, without knowing which it is', () => {
    const tracker = new StampTracker(10, 10);
    tracker.addReceived([frame(0), frame(undefined), frame(2)]);
    expect(tracker.deliveries()[1]).toMatchObject({ measured: true, origin: undefined });
    expect(tracker.published).toBe(3);
  });
});
