import type { PixelFormat } from '../engine.js';

/** One plane of a video frame: bytes per row without padding, and rows. */
export interface PlaneLayout {
  readonly rowBytes: number;
  readonly rows: number;
}

/** Planes in memory order; none for MJPEG. Chroma of odd sizes is rounded up. */
export function planeLayouts(
  format: PixelFormat,
  width: number,
  height: number,
): readonly PlaneLayout[] {
  const halfWidth = Math.ceil(width / 2);
  const halfHeight = Math.ceil(height / 2);
  switch (format) {
    case 'i420':
      return [
        { rowBytes: width, rows: height },
        { rowBytes: halfWidth, rows: halfHeight },
        { rowBytes: halfWidth, rows: halfHeight },
      ];
    case 'nv12':
      return [
        { rowBytes: width, rows: height },
        { rowBytes: halfWidth * 2, rows: halfHeight },
      ];
    case 'yuy2':
    case 'uyvy':
      return [{ rowBytes: halfWidth * 4, rows: height }];
    case 'rgba':
    case 'bgra':
    case 'argb':
      return [{ rowBytes: width * 4, rows: height }];
    case 'rgb24':
      return [{ rowBytes: width * 3, rows: height }];
    case 'mjpeg':
      return [];
  }
}

/** Bytes of planes one after the other, each row with its stride (default: no padding). */
export function byteLength(layouts: readonly PlaneLayout[], strides?: readonly number[]): number {
  return layouts.reduce(
    (sum, { rowBytes, rows }, plane) => sum + (strides?.[plane] ?? rowBytes) * rows,
    0,
  );
}
