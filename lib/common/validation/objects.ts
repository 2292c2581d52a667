import * as v from 'valibot';
import { member } from './rules.js';
import type { Checked, Schema } from './schema.js';
import { wrongType } from './schema.js';
import { mustBeTyped, unknownName } from './sentences.js';

type Members = Readonly<Record<string, Schema<unknown>>>;

type OptionalKeys<M extends Members> = {
  [Key in keyof M]: undefined extends Checked<M[Key]> ? Key : never;
}[keyof M];

/** What passed: members that may be missing are left out rather than undefined. */
export type Options<M extends Members> = {
  readonly [Key in Exclude<keyof M, OptionalKeys<M>>]: Checked<M[Key]>;
} & { readonly [Key in OptionalKeys<M>]?: Exclude<Checked<M[Key]>, undefined> };

type Named = Readonly<Record<string, unknown>>;

/** Any object but an array. */
export const object: Schema<Named> = v.custom<Named>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  mustBeTyped('an object'),
);

/** An options object; a member that is not in it is an error, because it is nearly always a misspelling. */
export function optionsOf<M extends Members>(members: M): Schema<Options<M>> {
  const names = Object.keys(members);
  return v.pipe(
    object,
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const { value } = dataset;
      const name = Object.keys(value).find((key) => !Object.hasOwn(members, key));
      if (name === undefined) return;
      addIssue({
        message: unknownName(name, names),
        expected: wrongType,
        path: [member(value, name)],
      });
    }),
    // A member that is missing is told of by its own schema, in its own words.
    v.transform((given) => Object.fromEntries(names.map((name) => [name, given[name]]))),
    v.object(members) as v.GenericSchema<Named, Named>,
    v.transform(withoutUndefined),
  ) as Schema<unknown> as Schema<Options<M>>;
}

/** Any names, each with such a value. */
export function recordOf<T>(value: Schema<T>): Schema<Readonly<Record<string, T>>> {
  return v.pipe(object, v.record(v.string(), value));
}

/** A copy of an array. */
export function listOf<T>(element: Schema<T>, maxEntries = Infinity): Schema<readonly T[]> {
  const most = maxEntries === Infinity ? '' : ` of at most ${maxEntries} entries`;
  return v.pipe(
    v.array(element, mustBeTyped(`an array${most}`)),
    v.maxLength(
      maxEntries,
      ({ input }) => `must have at most ${maxEntries} entries, got ${input.length}`,
    ),
  );
}

/** A {@link listOf} at least one. */
export function fullListOf<T>(element: Schema<T>): Schema<readonly T[]> {
  return v.pipe(listOf(element), v.minLength(1, 'must not be empty'));
}

function withoutUndefined(given: Named): Named {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
