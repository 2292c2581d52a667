import {
  boolean,
  check,
  integer,
  listOf,
  oneOf,
  optional,
  optionsOf,
  roundedNumber,
  uint8Array,
} from '../../common/validation/index.js';
import type { FrameBuffer } from '../engine.js';
import { pixels } from '../sources/video-size.js';
import { byteLength, planeLayouts } from './frame-layout.js';

const bufferSchema = optionsOf({
  format: oneOf('i420', 'nv12', 'yuy2', 'uyvy', 'rgba', 'bgra', 'argb', 'rgb24', 'mjpeg'),
  width: pixels,
  height: pixels,
  data: uint8Array,
  strides: optional(listOf(integer(1, 1 << 20))),
  // Whole ones are what the engine counts in; `performance.now() * 1000` is what people have.
  timestampUs: optional(roundedNumber(0, Number.MAX_SAFE_INTEGER)),
  rotation: optional(oneOf(0, 90, 180, 270), 0),
  colorSpace: optional(
    optionsOf({ matrix: oneOf('bt601', 'bt709', 'bt2020'), fullRange: boolean }),
  ),
});

/**
 * @throws TypeError or RangeError naming the member, above all when the data are not exactly as many bytes as size,
 * format and strides need: a video frame of another size than it says.
 */
export function checkFrameBuffer(value: unknown, name: string): FrameBuffer {
  const buffer = check(bufferSchema, value, name);
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
