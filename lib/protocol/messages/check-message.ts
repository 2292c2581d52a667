import * as v from 'valibot';
import { ProtocolError } from '../protocol-error.js';

/** A schema whose input is untrusted. */
export type Schema<T> = v.GenericSchema<unknown, T>;

/**
 * The value a schema makes of untrusted input.
 *
 * @param where Dotted path of the input, the beginning of the path that the error names.
 * @throws ProtocolError `message-field`.
 */
export function check<T>(schema: Schema<T>, input: unknown, where: string): T {
  const result = v.safeParse(schema, input, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  throw fieldError(
    path === null ? where : `${where}.${path}`,
    issue.expected ?? issue.message,
    issue.received,
  );
}

/** Says which field is wrong, what was expected there and, shortened, what was found. */
export function fieldError(field: string, expected: string, received: string): ProtocolError {
  const shown = received.length > 40 ? `${received.slice(0, 40)}…` : received;
  return new ProtocolError('message-field', `${field}: expected ${expected}, got ${shown}`, {
    field,
  });
}
