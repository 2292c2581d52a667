import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { release, VideoFrame } from '../../../lib/media/frames/video-frame.js';

/** 4x2 I420: Y 0–7, U 8 9, V 10 11. */
const i420 = Uint8Array.from({ length: 12 }, (_, index) => index);

describe('video frame', () => {
  it('shows size, time and rotation of what it was made from', () => {
    const frame = VideoFrame.fromI420(4, 2, i420, { timestampUs: 5, rotation: 90 });
    expect(frame).toMatchObject({ width: 4, height: 2, timestampUs: 5, rotation: 90 });
    expect(frame.byteLength()).toBe(12);
  });

  it('gives its planes with strides', () => {
    const { planes } = VideoFrame.fromI420(4, 2, i420);
    expect(planes.map(({ stride }) => stride)).toEqual([4, 2, 2]);
    expect(planes.map(({ data }) => [...data])).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7],
      [8, 9],
      [10, 11],
    ]);
  });

  it('rounds chroma of odd sizes up', () => {
    const frame = VideoFrame.fromI420(3, 3, new Uint8Array(9 + 4 + 4));
    expect(frame.planes.map(({ data }) => data.length)).toEqual([9, 4, 4]);
  });

  it('takes the padding of rows out', () => {
    const padded = Uint8Array.of(0, 1, 2, 3, 99, 4, 5, 6, 7, 99, 8, 9, 99, 10, 11, 99);
    const frame = VideoFrame.fromI420(4, 2, padded, { strides: [5, 3, 3] });
    expect([...frame.toI420Buffer()]).toEqual([...i420]);
  });

  it("copies into the caller's memory, shared memory too", () => {
    const frame = VideoFrame.fromI420(4, 2, i420);
    const target = new Uint8Array(new SharedArrayBuffer(16));
    expect(frame.copyTo(target)).toBe(12);
    expect([...target.subarray(0, 12)]).toEqual([...i420]);
    expect(() => frame.copyTo(new Uint8Array(11))).toThrow(
      new RangeError('target must be at least 12 bytes, got 11'),
    );
  });

  it.each([
    [
      () => VideoFrame.fromI420(4, 2, i420.subarray(1)),
      'frame.data must be 12 bytes for i420 of 4x2, got 11',
    ],
    [
      () => VideoFrame.fromBuffer('rgba', 4, 2, i420),
      'frame.data must be 32 bytes for rgba of 4x2, got 12',
    ],
    [
      () => VideoFrame.fromBuffer('mjpeg', 4, 2, new Uint8Array()),
      'frame.data must not be empty for mjpeg of 4x2, got 0',
    ],
    [
      () => VideoFrame.fromI420(0, 2, i420),
      'frame.width must be an integer from 1 to 16384, got 0',
    ],
    [
      () => VideoFrame.fromI420(4, 20_000, i420),
      'frame.height must be an integer from 1 to 16384, got 20000',
    ],
    [
      () => VideoFrame.fromI420(4, 2, i420, { strides: [3, 2, 2] }),
      'frame.strides[0] must be at least 4, got 3',
    ],
    [
      () => VideoFrame.fromI420(4, 2, i420, { strides: [4] }),
      'frame.strides must have 3 entries for i420, got 1',
    ],
    [
      () => VideoFrame.fromI420(4, 2, i420, { rotation: 45 as 90 }),
      'frame.rotation must be one of 0, 90, 180, 270, got 45',
    ],
  ])('refuses a picture of another size than it says: %s', (make, message) => {
    expect(make).toThrow(new RangeError(message));
  });

  it('takes a time with a fraction, as performance.now() * 1000 is one, and bytes of another realm', () => {
    const foreign = runInNewContext('new Uint8Array(12)') as Uint8Array;
    const frame = VideoFrame.fromI420(4, 2, foreign, { timestampUs: 1234.56 });
    expect(frame.timestampUs).toBe(1235);
    expect(frame.copyTo(runInNewContext('new Uint8Array(12)') as Uint8Array)).toBe(12);
  });

  it.each([
    [
      () => VideoFrame.fromBuffer('rgb565' as 'rgba', 4, 2, i420),
      RangeError,
      /^frame.format must be one of/,
    ],
    [
      () => VideoFrame.fromI420(4, 2, [1] as never),
      TypeError,
      /^frame.data must be an instance of Uint8Array/,
    ],
  ])('refuses what is no picture', (make, type, message) => {
    expect(make).toThrow(type);
    expect(make).toThrow(message);
  });

  it('is read only as what it can be read as, into bytes', () => {
    const frame = VideoFrame.fromI420(4, 2, i420);
    const formats = '"i420", "nv12", "rgba", "bgra", "argb", "rgb24"';
    const read = (format: string, target: unknown = new Uint8Array(64)) =>
      frame.copyTo(target as Uint8Array, format as 'i420');
    for (const format of ['mjpeg', 'yuy2', 'jpeg']) {
      const error = new RangeError(`format must be one of ${formats}, got "${format}"`);
      expect(() => read(format)).toThrow(error);
      expect(() => frame.byteLength(format as 'i420')).toThrow(error);
    }
    expect(() => read('i420', new Uint16Array(64))).toThrow(
      new TypeError('target must be an instance of Uint8Array, got an instance of Uint16Array'),
    );
    expect(() => read('rgba', null)).toThrow(TypeError);
  });

  it('cannot be read after it was closed; planes read before stay', () => {
    const frame = VideoFrame.fromI420(4, 2, i420);
    const copy = frame.clone();
    const { planes } = frame;
    frame.close();
    frame.close();
    expect(frame.closed).toBe(true);
    expect(() => frame.toI420Buffer()).toThrow('frame is closed');
    expect(() => frame.clone()).toThrow('frame is closed');
    expect(frame.planes).toBe(planes);
    expect(copy.closed).toBe(false);
    expect([...copy.toI420Buffer()]).toEqual([...i420]);
  });

  it('is closed at the end of its scope with using', () => {
    const outer = VideoFrame.fromI420(4, 2, i420);
    {
      using frame = outer;
      expect(frame.closed).toBe(false);
    }
    expect(outer.closed).toBe(true);
  });

  it('is closed on release unless it was retained', () => {
    const handle = VideoFrame.fromI420(4, 2, i420);
    const lend = (): VideoFrame => new VideoFrame(handle, { lent: true, retained: false });

    const passing = lend();
    const kept = lend().retain();
    passing[release]();
    kept[release]();
    expect(handle.closed).toBe(true);
    expect(kept.closed).toBe(false);
    expect(kept.toI420Buffer()).toHaveLength(12);
  });
});
