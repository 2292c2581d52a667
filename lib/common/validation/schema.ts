import * as v from 'valibot';

/** What a value has to be: a valibot schema that takes anything. */
export type Schema<T> = v.GenericSchema<unknown, T>;

/** What a value is that has passed. */
export type Checked<S extends v.GenericSchema> = v.InferOutput<S>;

/** Marks an issue of a check as a wrong type, as the issues of schemas are: what was given is not usable at all. */
export const wrongType = 'never';

/** May be left out, or `undefined`, which both give the default. */
export function optional<T>(schema: Schema<T>): Schema<T | undefined>;
export function optional<T>(schema: Schema<T>, fallback: T): Schema<T>;
export function optional<T>(schema: Schema<T>, fallback?: T): Schema<T | undefined> {
  return v.optional(schema, fallback as never);
}
