import { integer, oneOf } from '../../common/validation/index.js';

/** Hertz. */
export const sampleRate = integer(8000, 96_000);
export const channels = oneOf(1, 2);
