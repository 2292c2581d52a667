import type { FrameHandle } from '../../../lib/media/engine.js';

/** What `TestPatternTrack` writes into the top of each frame; binding.d.ts describes the layout. */
export interface Stamp {
  readonly counter: number;
  /** Microseconds since the Unix epoch. */
  readonly timeUs: number;
}

const columns = 32;
const checkSeed = 0x5a5a5a5a;

/** Mean of the middle of a cell, so that blur at its edges does not count. */
function cellIsWhite(
  luma: Uint8Array,
  stride: number,
  width: number,
  row: number,
  column: number,
): boolean {
  const size = width / columns;
  const span = (cell: number) =>
    [
      Math.ceil((cell + 0.3) * size),
      Math.max(Math.floor((cell + 0.7) * size), Math.ceil((cell + 0.3) * size) + 1),
    ] as const;
  const [top, bottom] = span(row);
  const [left, right] = span(column);
  let sum = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) sum += luma[y * stride + x] ?? 0;
  }
  return sum > 128 * (bottom - top) * (right - left);
}

/** The stamp of a frame given by its luma plane, or undefined if it is damaged or missing. */
export function readStamp(luma: Uint8Array, width: number): Stamp | undefined {
  const words = [0, 1, 2, 3].map((row) => {
    let word = 0;
    for (let column = 0; column < columns; column++) {
      word = (word << 1) | Number(cellIsWhite(luma, width, width, row, column));
    }
    return word >>> 0;
  });
  const [counter = 0, high = 0, low = 0, check = 0] = words;
  if ((counter ^ high ^ low ^ checkSeed) >>> 0 !== check) return undefined;
  return { counter, timeUs: high * 2 ** 32 + low };
}

export function stampOf(frame: FrameHandle): Stamp | undefined {
  const pixels = new Uint8Array(frame.byteLength('i420'));
  frame.copyTo(pixels, 'i420');
  return readStamp(pixels, frame.width);
}
