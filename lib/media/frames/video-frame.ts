import { BufferFrame } from './buffer-frame.js';
import { checkFrameBuffer } from './check-frame-buffer.js';
import type {
  ColorSpace,
  FrameBuffer,
  FrameHandle,
  PixelFormat,
  ReadFormat,
  Rotation,
} from '../engine.js';
import { inspect, inspectJson, type Inspect } from '../../common/inspect.js';
import { byteLength, planeLayouts } from './frame-layout.js';

export interface VideoFrameOptions {
  /** Bytes per row of each plane; default: no padding. */
  readonly strides?: readonly number[];
  /** Capture time in microseconds on any monotonic clock; default: now. */
  readonly timestampUs?: number;
  /** Clockwise degrees by which the frame is to be turned before it is shown; default 0. */
  readonly rotation?: Rotation;
  /** Of YUV formats; default BT.601, limited range. */
  readonly colorSpace?: ColorSpace;
}

export interface VideoPlane {
  readonly data: Uint8Array;
  /** Bytes per row. */
  readonly stride: number;
}

/** Key of a member that only this package calls. */
export const release = Symbol('release');
/** Key of a member that only this package calls. */
export const engineFrame = Symbol('engineFrame');

/**
 * One video frame. Pixels are I420 unless said otherwise, as {@link colorSpace} says; `width` × `height` before rotation.
 *
 * A frame that comes with an event is closed when the listener returns (for an async listener: at its first `await`),
 * and one from an iterator when the next is asked for; {@link retain} makes it the caller's to close. Reading a closed
 * frame throws an `Error`. A frame that is retained and never closed keeps its memory (1.4 MB at 720p) until it is garbage.
 */
export class VideoFrame {
  #handle: FrameHandle;
  /** The handle is the engine's, which will close it. */
  #lent: boolean;
  /** Closing is the application's. */
  #retained: boolean;
  /** Its listener has returned, or its loop has gone on. */
  #released = false;
  #planes: readonly VideoPlane[] | undefined;

  /** For this package: frames are made by `from…` and come from subscribers. */
  constructor(handle: FrameHandle, { lent = false, retained = true } = {}) {
    this.#handle = handle;
    this.#lent = lent;
    this.#retained = retained;
  }

  /** A frame on the application's memory, which is not copied: it must not change until the frame is closed. */
  static from(buffer: FrameBuffer): VideoFrame {
    return new VideoFrame(new BufferFrame(checkFrameBuffer(buffer, 'frame')));
  }

  /** Y, U and V planes one after the other, chroma sizes rounded up. */
  static fromI420(
    width: number,
    height: number,
    data: Uint8Array,
    options: VideoFrameOptions = {},
  ): VideoFrame {
    return VideoFrame.fromBuffer('i420', width, height, data, options);
  }

  /** @throws RangeError if the buffer's length does not fit format, size and strides. */
  static fromBuffer(
    format: PixelFormat,
    width: number,
    height: number,
    data: Uint8Array,
    options: VideoFrameOptions = {},
  ): VideoFrame {
    return VideoFrame.from({ ...options, format, width, height, data });
  }

  /** Pixels, before rotation. */
  get width(): number {
    return this.#open.width;
  }

  /** Pixels, before rotation. */
  get height(): number {
    return this.#open.height;
  }

  get rotation(): Rotation {
    return this.#open.rotation;
  }

  /** Microseconds on a monotonic clock of the machine. Each frame of a subscriber has a later one than that before it. */
  get timestampUs(): number {
    return this.#open.timestampUs;
  }

  /** How its YUV is meant, as its sender says. The conversions to RGB go by it. */
  get colorSpace(): ColorSpace {
    return this.#open.colorSpace;
  }

  get closed(): boolean {
    return this.#handle.closed;
  }

  /** Y, U and V. Copied when first read; the copy stays valid after the frame is closed. */
  get planes(): readonly VideoPlane[] {
    this.#planes ??= this.#copyPlanes();
    return this.#planes;
  }

  /** Bytes that {@link copyTo} writes. */
  byteLength(format: ReadFormat = 'i420'): number {
    return this.#open.byteLength(format);
  }

  /**
   * Converts into the caller's memory, rows without padding, and returns the bytes written. A view on a
   * SharedArrayBuffer works too.
   * @throws RangeError if the target is too small.
   */
  copyTo(target: Uint8Array, format: ReadFormat = 'i420'): number {
    return this.#open.copyTo(target, format);
  }

  toI420Buffer(): Uint8Array {
    return this.#read('i420');
  }

  toNv12(): Uint8Array {
    return this.#read('nv12');
  }

  /** Four bytes per pixel, red first; alpha is 255. */
  toRgba(): Uint8Array {
    return this.#read('rgba');
  }

  /** Four bytes per pixel, blue first; alpha is 255. What Windows calls 32-bit RGB. */
  toBgra(): Uint8Array {
    return this.#read('bgra');
  }

  /** Four bytes per pixel, alpha (255) first. */
  toArgb(): Uint8Array {
    return this.#read('argb');
  }

  /** Three bytes per pixel, red first. */
  toRgb24(): Uint8Array {
    return this.#read('rgb24');
  }

  /** Keeps the frame after the listener has returned, a received one by a copy of its pixels; {@link close} it when you are done. */
  retain(): this {
    if (this.#lent) {
      this.#handle = this.#open.clone();
      this.#lent = false;
    }
    this.#retained = true;
    return this;
  }

  /** A second frame, to be closed on its own; of a received one it has a copy of the pixels. */
  clone(): VideoFrame {
    return new VideoFrame(this.#open.clone());
  }

  /** Idempotent. */
  close(): void {
    this.#handle.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** What `JSON.stringify` and `console.log` show: never the pixels, and of a closed frame only that it is closed. */
  toJSON() {
    if (this.closed) return { closed: true };
    const { width, height, rotation, timestampUs } = this;
    return { width, height, rotation, timestampUs };
  }

  [inspect](_depth: number, options: object, inspectValue: Inspect): string {
    return inspectJson(this, options, inspectValue);
  }

  /** Closes the frame unless it was retained. */
  [release](): void {
    if (this.#retained) return;
    this.#released = true;
    this.close();
  }

  /** What an engine takes. */
  [engineFrame](): FrameHandle | FrameBuffer {
    if (this.closed) throw new Error('frame is closed');
    return this.#handle instanceof BufferFrame ? this.#handle.buffer : this.#handle;
  }

  /** @throws Error if the frame is closed; if it was not the application that closed it, how it stays open. */
  get #open(): FrameHandle {
    if (this.#released) {
      throw new Error(
        'the frame is closed: a frame is open until its listener returns, or its loop goes on, unless retain() is called before',
      );
    }
    return this.#handle;
  }

  #read(format: ReadFormat): Uint8Array {
    const target = new Uint8Array(this.byteLength(format));
    this.copyTo(target, format);
    return target;
  }

  #copyPlanes(): readonly VideoPlane[] {
    const data = this.toI420Buffer();
    let offset = 0;
    return planeLayouts('i420', this.width, this.height).map((layout) => {
      const start = offset;
      offset += byteLength([layout]);
      return { data: data.subarray(start, offset), stride: layout.rowBytes };
    });
  }
}
