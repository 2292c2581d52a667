import * as v from 'valibot';
import { rule } from './rules.js';
import type { Schema } from './schema.js';
import { mustBe, oneOfList } from './sentences.js';
import { shownValue } from './shown-value.js';

export const boolean: Schema<boolean> = v.boolean(mustBe('true or false'));

/** One of these values. Another value of the same type is out of range. */
export function oneOf<const T extends string | number | boolean>(
  ...values: readonly T[]
): Schema<T> {
  const expected = oneOfList(values);
  return v.pipe(
    v.custom<T>((value) => values.some((entry) => typeof entry === typeof value), mustBe(expected)),
    rule(
      (value) => values.includes(value),
      (value) => `must be ${expected}, got ${shownValue(value)}`,
    ),
  );
}

/** The first schema whose type fits; `expected` says both in words. */
export function either<A, B>(first: Schema<A>, second: Schema<B>, expected: string): Schema<A | B> {
  const neither: Schema<never> = v.custom<never>(() => false, mustBe(expected));
  return v.lazy((value): Schema<A | B> => {
    if (isOfType(first, value)) return first;
    return isOfType(second, value) ? second : neither;
  });
}

/** Whether the value is what the schema takes, perhaps with something wrong in it. */
function isOfType(schema: Schema<unknown>, value: unknown): boolean {
  const [issue] = v.safeParse(schema, value, { abortEarly: true }).issues ?? [];
  return issue === undefined || issue.kind === 'validation' || issue.path !== undefined;
}
