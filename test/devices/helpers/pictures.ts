import type { Picture } from './root-window.js';

/**
 * A picture in which every mistake shows: red grows to the right, green downwards, and a blue block stands left of the
 * middle in the upper half. `turn` makes another one.
 */
export function testPicture(width: number, height: number, turn = 0): Picture {
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const inBlock = x > width / 8 && x < width / 3 && y > height / 8 && y < height / 3;
      const red = Math.round((255 * x) / width);
      const green = Math.round((255 * y) / height);
      const blue = inBlock ? 255 : 0;
      const colours = [red, green, blue];
      for (let i = 0; i < 3; i++) {
        pixels[(y * width + x) * 4 + i] = colours[(2 - i + turn) % 3] ?? 0;
      }
    }
  }
  return { width, height, pixels };
}
