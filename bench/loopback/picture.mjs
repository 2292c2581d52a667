/** What every contender sends: moving I420 pictures, each with its number stamped in luma. */
export const width = 1280;
export const height = 720;

/** A stamp is two rows of square cells across the width: 32 bits of the number, and the same bits inverted. */
const columns = 32;
const [black, white] = [16, 235];

/**
 * A soft gradient that moves, under a grain that stays: the encoder has something to do, as with a camera.
 *
 * @returns {Uint8Array[]} pictures to be shown one after the other, again and again
 */
export function drawPictures() {
  const luma = width * height;
  const grain = Uint8Array.from({ length: luma }, (_, i) => (Math.imul(i, 2654435761) >>> 24) & 7);
  return Array.from({ length: 12 }, (_, step) => {
    const picture = new Uint8Array(luma * 1.5);
    // There and back again, so that the last picture is as near to the first as to its neighbour.
    const shift = 12 * (step < 6 ? step : 11 - step);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = y * width + x;
        picture[at] = 100 + 60 * Math.sin((x + shift) / 40) * Math.cos(y / 50) + grain[at];
      }
    }
    return picture.fill(118, luma, luma * 1.25).fill(138, luma * 1.25);
  });
}

/**
 * @param {Uint8Array} picture of the size above
 * @param {number} number
 */
export function stamp(picture, number) {
  const cell = width / columns;
  for (const [row, bits] of [number, ~number].entries()) {
    for (let column = 0; column < columns; column++) {
      const value = (bits >>> (columns - 1 - column)) & 1 ? white : black;
      for (let y = row * cell; y < (row + 1) * cell; y++) {
        picture.fill(value, y * width + column * cell, y * width + (column + 1) * cell);
      }
    }
  }
}

/**
 * @param {Uint8Array} picture I420 of any size
 * @param {number} pictureWidth pixels
 * @returns {number | undefined} undefined if the stamp is damaged
 */
export function readStamp(picture, pictureWidth) {
  const cell = pictureWidth / columns;
  const [number, inverted] = [0, 1].map((row) => {
    const line = Math.floor((row + 0.5) * cell) * pictureWidth;
    let bits = 0;
    for (let column = 0; column < columns; column++) {
      bits = (bits << 1) | Number(picture[line + Math.floor((column + 0.5) * cell)] > 128);
    }
    return bits;
  });
  return number === ~inverted ? number >>> 0 : undefined;
}
