import type { Fate } from '../network/message-lane.js';
import type { Decide, Direction } from '../network/proxied-socket.js';

/** Share of the messages of a direction that each fate befalls, 0-1. */
export interface FateRates {
  readonly drop?: number;
  readonly duplicate?: number;
  readonly swap?: number;
  readonly delay?: number;
  /** For those that are delayed: up to this, milliseconds. Default 20. */
  readonly maxDelayMs?: number;
}

/** Numbers of at least 0 and less than 1, the same ones for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Fates by lot. */
export function randomFates(seed: number, rates: FateRates): Decide {
  const random = seededRandom(seed);
  const { drop = 0, duplicate = 0, swap = 0, delay = 0, maxDelayMs = 20 } = rates;
  return () => {
    let lot = random();
    if ((lot -= drop) < 0) return 'drop';
    if ((lot -= duplicate) < 0) return 'duplicate';
    if ((lot -= swap) < 0) return 'swap';
    return lot < delay ? { delayMs: random() * maxDelayMs } : 'pass';
  };
}

/** One fate after the other for a direction's next messages; then, and in the other direction, everything passes. */
export function scriptedFates(direction: Direction, fates: readonly Fate[]): Decide {
  const left = [...fates];
  return (way) => (way === direction ? (left.shift() ?? 'pass') : 'pass');
}
