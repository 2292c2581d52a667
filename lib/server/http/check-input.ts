import * as v from 'valibot';
import { status } from '../../protocol/index.js';
import { RequestRejected } from '../sessions/request-rejected.js';

/**
 * What a schema makes of a request's body.
 *
 * @throws RequestRejected 400 naming the field.
 */
export function checkBody<T>(schema: v.GenericSchema<unknown, T>, body: unknown): T {
  if (Array.isArray(body)) throw new RequestRejected(status.badRequest, 'body: expected an object');
  return check('body', schema, body ?? {});
}

/**
 * The same of what stands behind the question mark of its URL.
 *
 * @throws RequestRejected 400 naming the field.
 */
export function checkQuery<T>(schema: v.GenericSchema<unknown, T>, query: unknown): T {
  return check('query', schema, query);
}

function check<T>(what: string, schema: v.GenericSchema<unknown, T>, input: unknown): T {
  const result = v.safeParse(schema, input, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = v.getDotPath(issue) ?? what;
  throw new RequestRejected(
    status.badRequest,
    `${field}: expected ${issue.expected ?? issue.message}`,
  );
}
