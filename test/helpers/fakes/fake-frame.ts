import type { FrameBuffer, FrameHandle, ReadFormat, Rotation } from '../../../lib/media/engine.js';

const bytesPerPixel: Readonly<Record<ReadFormat, number>> = {
  i420: 1.5,
  nv12: 1.5,
  rgba: 4,
  bgra: 4,
  argb: 4,
  rgb24: 3,
};

/** A frame that keeps the bytes it was made of, and converts nothing: other formats read as zeros. */
export class FakeFrame implements FrameHandle {
  /** Handles that are not closed, for tests that look for leaks. */
  static open = 0;

  readonly width: number;
  readonly height: number;
  readonly rotation: Rotation;
  readonly timestampUs: number;
  readonly colorSpace = { matrix: 'bt601', fullRange: false } as const;
  readonly #format: FrameBuffer['format'];
  readonly #data: Uint8Array;
  #closed = false;

  constructor({ format, width, height, data, timestampUs = 0, rotation = 0 }: FrameBuffer) {
    this.width = width;
    this.height = height;
    this.rotation = rotation;
    this.timestampUs = timestampUs;
    this.#format = format;
    this.#data = data.slice();
    FakeFrame.open++;
  }

  /** A frame of one's own of either kind. */
  static of(frame: FrameHandle | FrameBuffer): FakeFrame {
    if (frame instanceof FakeFrame) return frame.clone();
    if ('format' in frame) return new FakeFrame(frame);
    throw new TypeError('frame must be of the same engine');
  }

  static black({ width, height }: FrameHandle | FrameBuffer): FakeFrame {
    return new FakeFrame({
      format: 'rgba',
      width,
      height,
      data: new Uint8Array(width * height * 4),
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  byteLength(format: ReadFormat): number {
    return Math.ceil(this.width * this.height * bytesPerPixel[format]);
  }

  copyTo(target: Uint8Array, format: ReadFormat): number {
    if (this.#closed) throw new Error('the frame is closed');
    const size = this.byteLength(format);
    if (target.length < size) throw new RangeError('target is too small');
    if (format === this.#format) target.set(this.#data.subarray(0, size));
    else target.fill(0, 0, size);
    return size;
  }

  clone(): FakeFrame {
    if (this.#closed) throw new Error('the frame is closed');
    return new FakeFrame({
      format: this.#format,
      width: this.width,
      height: this.height,
      data: this.#data,
      timestampUs: this.timestampUs,
      rotation: this.rotation,
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    FakeFrame.open--;
  }
}
