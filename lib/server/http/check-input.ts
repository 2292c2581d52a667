import { checkWith, object, type Issue, type Schema } from '../../common/validation/index.js';
import { status } from '../../protocol/index.js';
import { RequestRejected } from '../sessions/request-rejected.js';

/**
 * What a schema makes of a request's body.
 *
 * @throws RequestRejected 400 naming the field.
 */
export function checkBody<T>(schema: Schema<T>, body: unknown): T {
  return checkWith(schema, checkWith(object, body ?? {}, 'body', badRequest), 'body', badRequest);
}

/**
 * The same of what stands behind the question mark of its URL.
 *
 * @throws RequestRejected 400 naming the field.
 */
export function checkQuery<T>(schema: Schema<T>, query: unknown): T {
  return checkWith(schema, query, 'query', badRequest);
}

function badRequest({ message }: Issue): RequestRejected {
  return new RequestRejected(status.badRequest, message);
}
