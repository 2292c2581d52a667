import { loadBinding } from '../../node/binary/load-binding.js';
import {
  arrayOf,
  instanceOf,
  integer,
  number,
  oneOf,
  optional,
  shape,
} from '../../common/option-checks.js';
import type { FrameBuffer, FrameHandle, ReadFormat, Rotation } from '../engine.js';
import { byteLength, planeLayouts } from './frame-layout.js';
import { pixels } from '../sources/video-size.js';

const checkMembers = shape({
  format: oneOf('i420', 'nv12', 'yuy2', 'uyvy', 'rgba', 'bgra', 'argb', 'rgb24', 'mjpeg'),
  width: pixels,
  height: pixels,
  data: instanceOf(Uint8Array),
  strides: optional(arrayOf(integer(1, 1 << 20))),
  timestampUs: optional(number(0, Number.MAX_SAFE_INTEGER)),
  rotation: optional(oneOf(0, 90, 180, 270), 0),
});

const checkTarget = instanceOf(Uint8Array);
const checkReadFormat = oneOf('i420', 'nv12', 'rgba', 'bgra', 'argb', 'rgb24');

/**
 * @throws TypeError or RangeError naming the member, above all when the data are not exactly as many bytes as size,
 * format and strides need: a picture of another size than it says.
 */
export function checkFrameBuffer(value: unknown, name: string): FrameBuffer {
  const buffer = checkMembers(value, name);
  const { format, width, height, data, strides } = buffer;
  const layouts = planeLayouts(format, width, height);
  if (strides && strides.length !== layouts.length) {
    throw new RangeError(
      `${name}.strides must have ${layouts.length} entries for ${format}, got ${strides.length}`,
    );
  }
  layouts.forEach(({ rowBytes }, plane) => {
    const stride = strides?.[plane] ?? rowBytes;
    if (stride < rowBytes) {
      throw new RangeError(`${name}.strides[${plane}] must be at least ${rowBytes}, got ${stride}`);
    }
  });
  const expected = byteLength(layouts, strides);
  if (format === 'mjpeg' ? data.length === 0 : data.length !== expected) {
    const need = format === 'mjpeg' ? 'must not be empty' : `must be ${expected} bytes`;
    throw new RangeError(
      `${name}.data ${need} for ${format} of ${width}x${height}, got ${data.length}`,
    );
  }
  return buffer;
}

/** A picture in the application's memory that is read like one of the engine's. It is not copied unless converted. */
export class BufferFrame implements FrameHandle {
  readonly buffer: FrameBuffer;
  readonly width: number;
  readonly height: number;
  readonly rotation: Rotation;
  readonly timestampUs: number;
  /** The same picture in the engine's memory, for conversions. */
  #converted: FrameHandle | undefined;
  #closed = false;

  constructor(buffer: FrameBuffer) {
    this.timestampUs = buffer.timestampUs ?? Math.round(performance.now() * 1000);
    this.buffer = buffer;
    this.width = buffer.width;
    this.height = buffer.height;
    this.rotation = buffer.rotation ?? 0;
  }

  get closed(): boolean {
    return this.#closed;
  }

  byteLength(format: ReadFormat): number {
    return byteLength(planeLayouts(checkReadFormat(format, 'format'), this.width, this.height));
  }

  copyTo(target: Uint8Array, format: ReadFormat): number {
    this.#requireOpen();
    const length = this.byteLength(format);
    if (checkTarget(target, 'target').length < length) {
      throw new RangeError(`target must be at least ${length} bytes, got ${target.length}`);
    }
    if (format === this.buffer.format) {
      copyRows(this.buffer, target);
      return length;
    }
    this.#converted ??= loadBinding().Frame.fromBuffer(this.buffer);
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
