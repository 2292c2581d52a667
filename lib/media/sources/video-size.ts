import { integer, number } from '../../common/validation/index.js';

/** Pixels of a side. */
export const pixels = integer(1, 16_384);
export const framesPerSecond = number(1, 120);
