import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { parseJson, status } from '../../protocol/index.js';
import { Refusal } from '../sessions/refusal.js';

/** Bodies as JSON and as forms. An empty body is no error: SDKs announce JSON and send nothing. */
export function addBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : parseJson(body.toString()));
    } catch (error) {
      done(error as Error);
    }
  });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(body.toString())));
    },
  );
}

/**
 * What a schema makes of a body.
 *
 * @throws Refusal 400 naming the field.
 */
export function checkBody<T>(schema: v.GenericSchema<unknown, T>, body: unknown): T {
  if (Array.isArray(body)) throw new Refusal(status.badRequest, 'body: expected an object');
  const result = v.safeParse(schema, body ?? {}, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = v.getDotPath(issue) ?? 'body';
  throw new Refusal(status.badRequest, `${field}: expected ${issue.expected ?? issue.message}`);
}
