import { afterAll, afterEach, describe, expect, test } from 'vitest';

import type { ColorSpace } from '../../lib/media/engine.js';
import { NativeEngine } from '../../lib/node/binary/native-engine.js';
import { call } from './helpers/loopback.js';
import { frameBuffer, read, solidRgb } from './helpers/pixels.js';
import { until } from '../helpers/until.js';

const engine = new NativeEngine();
let timer: NodeJS.Timeout | undefined;
afterEach(() => {
  clearInterval(timer);
});
afterAll(() => {
  engine.close();
});

/** Y, U and V of pure red, rounded, by the equations of ITU-R BT.601, BT.709 and BT.2020. */
const reds: [ColorSpace, [number, number, number]][] = [
  [{ matrix: 'bt601', fullRange: false }, [81, 90, 240]],
  [{ matrix: 'bt601', fullRange: true }, [76, 85, 255]],
  [{ matrix: 'bt709', fullRange: false }, [63, 102, 240]],
  [{ matrix: 'bt709', fullRange: true }, [54, 99, 255]],
  [{ matrix: 'bt2020', fullRange: false }, [74, 97, 240]],
  [{ matrix: 'bt2020', fullRange: true }, [67, 92, 255]],
];

/** I420 of one colour. */
function solid(width: number, height: number, [y, u, v]: [number, number, number]): Uint8Array {
  const pixels = width * height;
  const data = new Uint8Array((pixels * 3) / 2).fill(y);
  return data.fill(u, pixels, (pixels * 5) / 4).fill(v, (pixels * 5) / 4);
}

describe.each(reds)('YUV of %o', (colorSpace, red) => {
  test.each(['rgba', 'bgra', 'argb', 'rgb24'] as const)('is red as %s', (format) => {
    const frame = engine.createFrame({
      ...frameBuffer('i420', 2, 2, solid(2, 2, red)),
      colorSpace,
    });
    const expected = solidRgb(format, 2, 2, [255, 0, 0]);
    // libyuv counts in 8 bits; another matrix, or range, is wrong by more than 20.
    read(frame, format).forEach((value, i) => {
      expect(Math.abs(value - (expected[i] ?? 0))).toBeLessThanOrEqual(8);
    });
    expect(frame.colorSpace).toEqual(colorSpace);
    expect(frame.clone().colorSpace).toEqual(colorSpace);
  });
});

test('RGB is converted to BT.601 in limited range, whatever is said of it', () => {
  const data = solidRgb('rgba', 2, 2, [255, 0, 0]);
  const colorSpace = { matrix: 'bt709', fullRange: true } as const;
  const frame = engine.createFrame({ ...frameBuffer('rgba', 2, 2, data), colorSpace });
  expect(frame.colorSpace).toEqual({ matrix: 'bt601', fullRange: false });
});

test.each(['vp8', 'vp9', 'h264', 'av1'] as const)(
  'received %s is in the colour space in which it was sent',
  async (codec) => {
    const colorSpace = { matrix: 'bt709', fullRange: true } as const;
    const track = engine.createVideoTrack();
    const frame = { ...frameBuffer('i420', 64, 64, solid(64, 64, [54, 99, 255])), colorSpace };
    timer = setInterval(() => track.push(frame), 30);
    using connected = await call(engine, [{ track, options: { codecs: [codec] } }]);
    const seen: { colorSpace: ColorSpace; rgba: Uint8Array }[] = [];
    engine.openVideoSink(await connected.track('video'), (received) => {
      seen.push({ colorSpace: received.colorSpace, rgba: read(received, 'rgba') });
    });
    await until(() => seen.some(({ rgba }) => (rgba[0] ?? 0) > 240 && (rgba[1] ?? 255) < 15));
    expect(seen.at(-1)?.colorSpace).toEqual(colorSpace);
  },
);

test('video of which nothing is said is BT.601 in limited range', async () => {
  const track = engine.createTestPatternTrack({ width: 160, height: 120, fps: 30 });
  using connected = await call(engine, [{ track }]);
  const seen: ColorSpace[] = [];
  engine.openVideoSink(await connected.track('video'), (frame) => seen.push(frame.colorSpace));
  await until(() => seen.length > 3);
  expect(seen.at(-1)).toEqual({ matrix: 'bt601', fullRange: false });
});
