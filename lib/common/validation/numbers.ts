import * as v from 'valibot';
import type { Schema } from './schema.js';
import { mustBe } from './sentences.js';

/** Longest delay that a timer of any platform takes: 2^31 - 1 ms. */
export const maxTimerMs = 0x7fff_ffff;

/** Any number but NaN from `min` to `max`. `what` says it in words. */
export function number(
  min = -Infinity,
  max = Infinity,
  what = withRange('a number', min, max),
): Schema<number> {
  const problem = mustBe(what);
  // NaN is of the right type, and in no range.
  return v.pipe(
    v.custom<number>((value) => typeof value === 'number', problem),
    v.check((value) => value >= min && value <= max, problem),
  );
}

export function integer(
  min: number,
  max: number,
  what = withRange('an integer', min, max),
): Schema<number> {
  return v.pipe(
    number(min, max, what),
    v.check((value) => Number.isInteger(value), mustBe(what)),
  );
}

/** A number that is rounded to the nearest integer. */
export function roundedNumber(min: number, max: number): Schema<number> {
  return v.pipe(number(min, max), v.transform(Math.round));
}

/** A number written as text, as command lines and URLs have it; what is no number is told of as it was written. */
export function numberText(schema: Schema<number>): Schema<number> {
  return v.pipe(
    v.unknown(),
    v.transform((text) => (typeof text === 'string' && decimal.test(text) ? Number(text) : text)),
    schema,
  );
}

const decimal = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d{1,3})?$/i;

/** A time for a timer. */
export function milliseconds(min = 1): Schema<number> {
  return number(min, maxTimerMs, `a number of milliseconds from ${min} to ${maxTimerMs}`);
}

function withRange(kind: string, min: number, max: number): string {
  if (min === -Infinity) return kind;
  return max === Number.MAX_SAFE_INTEGER
    ? `${kind} of at least ${min}`
    : `${kind} from ${min} to ${max}`;
}
