import * as v from 'valibot';
import { issuePath } from './issue-path.js';
import type { Schema } from './schema.js';
import { wrongType } from './schema.js';
import { plainProblem } from './sentences.js';

/** What is wrong with a value from outside. Each kind of caller makes its own error of it. */
export interface Issue {
  /** Of the wrong value, e.g. `options.iceConfig.servers[0].urls[0]`. */
  readonly path: string;
  /** The path and what is wrong: one sentence, without a token or a secret. */
  readonly message: string;
  /** Whether the value is of a wrong type, rather than out of range. */
  readonly isType: boolean;
}

/**
 * What the schema makes of the value.
 *
 * @param name What the value is called by whoever gave it; paths begin with it.
 * @throws What `toError` makes of the first issue.
 */
export function checkWith<T>(
  schema: Schema<T>,
  value: unknown,
  name: string,
  toError: (issue: Issue) => Error,
): T {
  const result = v.safeParse(schema, value, { abortEarly: true, message: plainProblem });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = issuePath(name, issue);
  throw toError({
    path,
    message: `${path} ${issue.message}`,
    isType: issue.kind === 'schema' || issue.expected === wrongType,
  });
}

/**
 * The same for arguments of a function.
 *
 * @throws TypeError for a wrong type or an unknown option, RangeError for a value out of range.
 */
export function check<T>(schema: Schema<T>, value: unknown, name: string): T {
  return checkWith(schema, value, name, argumentError);
}

export function argumentError({ isType, message }: Issue): TypeError | RangeError {
  return isType ? new TypeError(message) : new RangeError(message);
}
