import * as v from 'valibot';
import { wrongType } from './schema.js';

export interface RuleOptions<T> {
  /** The member that the issue is about. Default: the whole. */
  readonly at?: keyof T & string;
  /** The issue is a wrong type rather than a value out of range. Default false. */
  readonly isType?: boolean;
}

/** What has to hold beyond types and ranges, e.g. of two members together. `problem` stands after the path. */
export function rule<T>(
  holds: (value: T) => boolean,
  problem: string | ((value: T) => string),
  { at, isType = false }: RuleOptions<T> = {},
): v.RawCheckAction<T> {
  return v.rawCheck<T>(({ dataset, addIssue }) => {
    if (!dataset.typed || holds(dataset.value)) return;
    addIssue({
      message: typeof problem === 'string' ? problem : problem(dataset.value),
      ...(isType && { expected: wrongType }),
      ...(at !== undefined && { path: [member(dataset.value as object, at)] }),
    });
  });
}

/** A step of a path to a member of an object. */
export function member(input: object, key: string): v.UnknownPathItem {
  const value = (input as Readonly<Record<string, unknown>>)[key];
  return { type: 'unknown', origin: 'value', input, key, value };
}
