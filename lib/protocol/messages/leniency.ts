import * as v from 'valibot';
import {
  integer,
  listOf,
  mustBe,
  number,
  numberText,
  oneOf,
  rule,
  string,
  type Schema,
} from '../../common/validation/index.js';

/**
 * How basic values are read. The server reads strictly, so that what it passes on is right; a
 * client reads tolerantly, because servers differ (protocol "Design", item 3, and §9).
 */
export interface Reader {
  readonly boolean: Schema<boolean>;
  number(min: number, max: number): Schema<number>;
  integer(min: number, max: number): Schema<number>;
  /** Text of at most `max` characters. */
  text(max: number): Schema<string>;
  /** One of the options; `fallback` stands in for others when reading tolerantly. */
  choice<const T extends string | number>(options: readonly T[], fallback: T): Schema<T>;
  /** At most `max` elements; tolerantly, elements that do not fit are left out. */
  list<T>(element: Schema<T>, max: number): Schema<readonly T[]>;
}

/** Both sides cast it: clients of the past, and server SDKs, send text (protocol §9). */
export const castBoolean: Schema<boolean> = v.union(
  [
    v.boolean(),
    v.pipe(
      v.picklist(['true', 'false']),
      v.transform((text) => text === 'true'),
    ),
  ],
  mustBe('true or false'),
);

export const strict: Reader = {
  boolean: castBoolean,
  number,
  integer,
  text: string,
  choice: (options) => oneOf(...options),
  list: listOf,
};

const anyNumber = numberText(
  v.pipe(
    number(),
    rule((value) => Number.isFinite(value), 'must be finite'),
  ),
);

const anyText = v.union([v.string(), v.pipe(v.number(), v.transform(String))], mustBe('a string'));

export const tolerant: Reader = {
  boolean: castBoolean,
  number: () => anyNumber,
  integer: () => anyNumber,
  text: () => anyText,
  choice: (options, fallback) => v.fallback(v.picklist(options), fallback),
  list: <T>(element: Schema<T>) =>
    v.pipe(
      v.array(v.unknown()),
      v.transform((items) => items.flatMap((item) => fitting(element, item))),
    ),
};

function fitting<T>(schema: Schema<T>, item: unknown): T[] {
  const result = v.safeParse(schema, item, { abortEarly: true });
  return result.success ? [result.output] : [];
}
