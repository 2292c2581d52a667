import { check, oneOf, uint8Array } from '../../common/validation/index.js';
import type { ColorSpace, FrameBuffer, FrameHandle, ReadFormat, Rotation } from '../engine.js';
import { createFrame } from './frame-factory.js';
import { byteLength, planeLayouts } from './frame-layout.js';

const readFormat = oneOf('i420', 'nv12', 'rgba', 'bgra', 'argb', 'rgb24');

/** A frame in the application's memory that is read like one of the engine's. It is not copied unless converted. */
export class BufferFrame implements FrameHandle {
  readonly buffer: FrameBuffer;
  readonly width: number;
  readonly height: number;
  readonly rotation: Rotation;
  readonly timestampUs: number;
  readonly colorSpace: ColorSpace;
  /** The same frame in the engine's memory, for conversions. */
  #converted: FrameHandle | undefined;
  #closed = false;

  constructor(buffer: FrameBuffer) {
    this.timestampUs = buffer.timestampUs ?? Math.round(performance.now() * 1000);
    this.buffer = buffer;
    this.width = buffer.width;
    this.height = buffer.height;
    this.rotation = buffer.rotation ?? 0;
    this.colorSpace = colorSpaceOf(buffer);
  }

  get closed(): boolean {
    return this.#closed;
  }

  byteLength(format: ReadFormat): number {
    return byteLength(planeLayouts(check(readFormat, format, 'format'), this.width, this.height));
  }

  copyTo(target: Uint8Array, format: ReadFormat): number {
    this.#requireOpen();
    const length = this.byteLength(format);
    if (check(uint8Array, target, 'target').length < length) {
      throw new RangeError(`target must be at least ${length} bytes, got ${target.length}`);
    }
    if (format === this.buffer.format) {
      copyRows(this.buffer, target);
      return length;
    }
    this.#converted ??= createFrame(this.buffer);
    return this.#converted.copyTo(target, format);
  }

  clone(): FrameHandle {
    this.#requireOpen();
    return new BufferFrame(this.buffer);
  }

  close(): void {
    this.#closed = true;
    this.#converted?.close();
  }

  #requireOpen(): void {
    if (this.#closed) throw new Error('frame is closed');
  }
}

const limited601: ColorSpace = { matrix: 'bt601', fullRange: false };

/** RGB is converted to BT.601 in limited range; JPEG is BT.601 in full range. */
function colorSpaceOf({ format, colorSpace = limited601 }: FrameBuffer): ColorSpace {
  switch (format) {
    case 'i420':
    case 'nv12':
    case 'yuy2':
    case 'uyvy':
      return colorSpace;
    case 'mjpeg':
      return { matrix: 'bt601', fullRange: true };
    default:
      return limited601;
  }
}

/** Takes the padding of rows out. */
function copyRows({ format, width, height, data, strides }: FrameBuffer, target: Uint8Array): void {
  let from = 0;
  let to = 0;
  planeLayouts(format, width, height).forEach(({ rowBytes, rows }, plane) => {
    const stride = strides?.[plane] ?? rowBytes;
    for (let row = 0; row < rows; row += 1) {
      target.set(data.subarray(from, from + rowBytes), to);
      from += stride;
      to += rowBytes;
    }
  });
}
