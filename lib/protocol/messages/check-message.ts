import { checkWith, type Schema } from '../../common/validation/index.js';
import { ProtocolError } from '../protocol-error.js';

/**
 * The value a schema makes of untrusted input.
 *
 * @param where Path of the input, the beginning of the path that the error names.
 * @throws ProtocolError `message-field`.
 */
export function check<T>(schema: Schema<T>, input: unknown, where: string): T {
  return checkWith(schema, input, where, ({ path, message }) => fieldError(path, message));
}

/** `message` is a sentence that begins with the path of the field. */
export function fieldError(field: string, message: string): ProtocolError {
  return new ProtocolError('message-field', message, { field });
}
