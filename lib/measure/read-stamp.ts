/** What a frame of the engine's test pattern says about itself. */
export interface Stamp {
  /** Number of the frame since the source was published. */
  readonly counter: number;
  /** When it was drawn, microseconds since the Unix epoch. */
  readonly drawnUs: number;
}

const columns = 32;
const checkSeed = 0x5a5a5a5a;
/** Between the luma of a 0 and that of a 1. */
const threshold = 128;

/**
 * Reads the stamp of a `TestPatternVideoSource`: a grid of 32 by 4 square cells as wide as the picture, one row for each
 * of counter, high and low half of the time, and their check (native/engine/video/test_pattern.h has the layout). Undefined if
 * there is none or it is damaged.
 */
export function readStamp(luma: Uint8Array, width: number, stride = width): Stamp | undefined {
  const [counter = 0, high = 0, low = 0, check = 0] = [0, 1, 2, 3].map((row) =>
    readRow(luma, width, stride, row),
  );
  if ((counter ^ high ^ low ^ checkSeed) >>> 0 !== check) return undefined;
  return { counter, drawnUs: high * 2 ** 32 + low };
}

/** The 32 cells of a row as a number, each read in its middle. */
function readRow(luma: Uint8Array, width: number, stride: number, row: number): number {
  const y = Math.floor(((row + 0.5) * width) / columns);
  let bits = 0;
  for (let column = 0; column < columns; column += 1) {
    const x = Math.floor(((column + 0.5) * width) / columns);
    bits = bits * 2 + ((luma[y * stride + x] ?? 0) >= threshold ? 1 : 0);
  }
  return bits;
}
