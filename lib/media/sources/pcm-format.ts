import { oneOf } from '../../common/validation/index.js';

/** Hertz. */
export const sampleRate = oneOf(8000, 16_000, 32_000, 44_100, 48_000);
export const channels = oneOf(1, 2);
