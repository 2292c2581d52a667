import type {
  FrameBuffer,
  FrameHandle,
  PixelFormat,
  ReadFormat,
} from '../../../lib/media/engine.js';

/** A picture with a gradient in luma and in both chroma planes, which any mix-up of planes or strides shows. */
export function gradientI420(width: number, height: number): Uint8Array<ArrayBuffer> {
  const [chromaWidth, chromaHeight] = [(width + 1) >> 1, (height + 1) >> 1];
  const pixels = new Uint8Array(width * height + 2 * chromaWidth * chromaHeight);
  let at = 0;
  const plane = (columns: number, rows: number, value: (x: number, y: number) => number) => {
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) pixels[at++] = value(x / columns, y / rows);
    }
  };
  plane(width, height, (x, y) => 90 + 100 * (0.7 * x + 0.3 * y));
  plane(chromaWidth, chromaHeight, (x) => 100 + 50 * x);
  plane(chromaWidth, chromaHeight, (_, y) => 150 - 50 * y);
  return pixels;
}

/** One colour in RGB. */
export function solidRgb(
  format: 'rgba' | 'bgra' | 'argb' | 'rgb24',
  width: number,
  height: number,
  [red, green, blue]: readonly [number, number, number],
): Uint8Array<ArrayBuffer> {
  const orders = {
    rgba: [red, green, blue, 255],
    bgra: [blue, green, red, 255],
    argb: [255, red, green, blue],
    rgb24: [red, green, blue],
  };
  const pixel = orders[format];
  return Uint8Array.from(
    { length: width * height * pixel.length },
    (_, i) => pixel[i % pixel.length] ?? 0,
  );
}

export function read(frame: FrameHandle, format: ReadFormat): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(frame.byteLength(format));
  frame.copyTo(pixels, format);
  return pixels;
}

/** The same rows with `padding` bytes of rubbish after each. */
export function padRows(
  pixels: Uint8Array,
  planes: readonly { readonly rowBytes: number; readonly rows: number }[],
  padding: number,
): Pick<FrameBuffer, 'data' | 'strides'> {
  const strides = planes.map(({ rowBytes }) => rowBytes + padding);
  const size = planes.reduce((sum, { rowBytes, rows }) => sum + (rowBytes + padding) * rows, 0);
  const data = new Uint8Array(size).fill(0xee);
  let [from, to] = [0, 0];
  for (const { rowBytes, rows } of planes) {
    for (let y = 0; y < rows; y++) {
      data.set(pixels.subarray(from, from + rowBytes), to);
      from += rowBytes;
      to += rowBytes + padding;
    }
  }
  return { data, strides };
}

/** Peak signal-to-noise ratio in decibels of pictures of the same size; identical ones give Infinity. */
export function psnr(left: Uint8Array, right: Uint8Array): number {
  if (left.length !== right.length) throw new RangeError('pictures differ in size');
  let squares = 0;
  for (let i = 0; i < left.length; i++) squares += ((left[i] ?? 0) - (right[i] ?? 0)) ** 2;
  return 10 * Math.log10(255 ** 2 / (squares / left.length));
}

export const readFormats: readonly ReadFormat[] = ['i420', 'nv12', 'rgba', 'bgra', 'argb', 'rgb24'];

export const sizes: readonly (readonly [number, number])[] = [
  [64, 48],
  [63, 48],
  [64, 47],
  [33, 17],
  [1, 1],
  [2, 3],
];

export function frameBuffer(
  format: PixelFormat,
  width: number,
  height: number,
  data: Uint8Array,
): FrameBuffer {
  return { format, width, height, data };
}
