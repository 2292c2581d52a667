import { afterAll, describe, expect, test } from 'vitest';

import { planeLayouts } from '../../lib/media/frames/frame-layout.js';
import { NativeEngine } from '../../lib/node/binary/native-engine.js';
import {
  frameBuffer,
  gradientI420,
  padRows,
  psnr,
  read,
  readFormats,
  sizes,
  solidRgb,
} from './helpers/pixels.js';
import { redJpeg } from './helpers/red-jpeg.js';

const engine = new NativeEngine();
afterAll(() => {
  engine.close();
});

function frameOf(...args: Parameters<typeof frameBuffer>) {
  return engine.createFrame(frameBuffer(...args));
}

describe.each(sizes)('a frame of %i by %i pixels', (width, height) => {
  const source = gradientI420(width, height);

  test('is read as it was written', () => {
    expect(read(frameOf('i420', width, height, source), 'i420')).toEqual(source);
  });

  test.each(readFormats)('survives the way through %s', (format) => {
    const converted = read(frameOf('i420', width, height, source), format);
    expect(converted.length).toBe(
      planeLayouts(format, width, height).reduce(
        (sum, { rowBytes, rows }) => sum + rowBytes * rows,
        0,
      ),
    );
    const back = read(frameOf(format, width, height, converted), 'i420');
    // YUV to YUV loses nothing; through RGB each pixel is rounded, and chroma averaged anew.
    const needed = format === 'i420' || format === 'nv12' ? Infinity : 40;
    expect(psnr(back, source)).toBeGreaterThanOrEqual(needed);
  });

  test.each(['i420', 'nv12', 'rgba', 'rgb24'] as const)('%s rows may be padded', (format) => {
    const pixels = read(frameOf('i420', width, height, source), format);
    const plain = read(frameOf(format, width, height, pixels), 'i420');
    const padded = padRows(pixels, planeLayouts(format, width, height), 13);
    const frame = engine.createFrame({ format, width, height, ...padded });
    expect(read(frame, 'i420')).toEqual(plain);
  });
});

describe('colours', () => {
  const red = [255, 0, 0] as const;
  // BT.601 limited range.
  const redYuv = [82, 90, 240] as const;

  test.each(['rgba', 'bgra', 'argb', 'rgb24'] as const)('%s bytes are in that order', (format) => {
    const pixels = read(frameOf(format, 2, 2, solidRgb(format, 2, 2, red)), 'i420');
    const [y = 0, u = 0, v = 0] = [pixels[0], pixels[4], pixels[5]];
    for (const [value, expected] of [
      [y, redYuv[0]],
      [u, redYuv[1]],
      [v, redYuv[2]],
    ] as const) {
      expect(Math.abs(value - expected)).toBeLessThanOrEqual(1);
    }
  });

  test.each(['rgba', 'bgra', 'argb', 'rgb24'] as const)('red is red in %s', (format) => {
    const pixels = Uint8Array.of(82, 82, 82, 82, 90, 240);
    const rgb = read(frameOf('i420', 2, 2, pixels), format);
    expect(psnr(rgb, solidRgb(format, 2, 2, red))).toBeGreaterThan(40);
  });

  test.each([
    ['yuy2', [82, 90, 82, 240]],
    ['uyvy', [90, 82, 240, 82]],
  ] as const)('%s bytes are in that order', (format, pair) => {
    const pixels = Uint8Array.from([...pair, ...pair]);
    expect([...read(frameOf(format, 2, 2, pixels), 'i420')]).toEqual([82, 82, 82, 82, 90, 240]);
  });
});

describe('MJPEG', () => {
  test('a picture is decoded', () => {
    const rgb = read(frameOf('mjpeg', 64, 48, redJpeg), 'rgb24');
    expect(psnr(rgb, solidRgb('rgb24', 64, 48, [255, 0, 0]))).toBeGreaterThan(25);
  });

  test('what is no picture is an error', () => {
    expect(() => frameOf('mjpeg', 64, 48, new Uint8Array(100))).toThrow('data is not a JPEG');
  });
});

describe('handles', () => {
  const source = gradientI420(32, 32);

  test('a clone lives on when its frame is closed', () => {
    const frame = frameOf('i420', 32, 32, source);
    const clone = frame.clone();
    frame.close();
    expect(frame.closed).toBe(true);
    expect(read(clone, 'i420')).toEqual(source);
  });

  test('a closed frame keeps its dimensions and gives no pixels', () => {
    const frame = frameOf('i420', 32, 32, source);
    frame.close();
    frame.close();
    expect([frame.width, frame.height]).toEqual([32, 32]);
    expect(() => frame.copyTo(new Uint8Array(10_000), 'i420')).toThrow('the frame is closed');
    expect(() => frame.clone()).toThrow('the frame is closed');
  });

  test('pixels can be read into shared memory', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(source.length + 8), 8);
    expect(frameOf('i420', 32, 32, source).copyTo(shared, 'i420')).toBe(source.length);
    expect(Buffer.compare(shared, source)).toBe(0);
  });

  test('a larger target is written at its start only', () => {
    const target = new Uint8Array(source.length + 1).fill(7);
    frameOf('i420', 32, 32, source).copyTo(target, 'i420');
    expect(target.at(-1)).toBe(7);
  });

  test('time and rotation are kept', () => {
    const frame = engine.createFrame({
      ...frameBuffer('i420', 32, 32, source),
      timestampUs: 123_456_789,
      rotation: 270,
    });
    expect(frame).toMatchObject({ timestampUs: 123_456_789, rotation: 270 });
  });
});
