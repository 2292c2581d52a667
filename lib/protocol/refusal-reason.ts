import * as v from 'valibot';
import { parseJson } from './parse-json.js';

const maxChars = 200;
const withMessage = v.object({ message: v.string() });
/** The forms in which servers say why: that of REST answers, that of a STATUS, that of session info. */
const schema = v.union([
  withMessage,
  v.object({ content: withMessage }),
  v.looseTuple([v.object({ error: v.object({ errorMessage: withMessage }) })]),
]);

/**
 * Why a server refused, from the body of its answer or the payload of its STATUS; undefined if it does not say so in a
 * form that is known. One line of at most 200 characters, for people.
 */
export function refusalReason(body: string): string | undefined {
  const text = messageOf(body)
    ?.replace(/[\s\p{C}]+/gu, ' ')
    .trim();
  if (!text) return undefined;
  return text.length > maxChars ? `${text.slice(0, maxChars)}…` : text;
}

/** The payload of a STATUS that refuses. */
export function formatRefusal(message: string): string {
  return JSON.stringify({ content: { message } });
}

function messageOf(body: string): string | undefined {
  if (body === '') return undefined;
  let parsed: unknown;
  try {
    parsed = parseJson(body);
  } catch {
    // A proxy's page, for example.
    return undefined;
  }
  const result = v.safeParse(schema, parsed);
  if (!result.success) return undefined;
  const { output } = result;
  if (Array.isArray(output)) return output[0].error.errorMessage.message;
  return 'content' in output ? output.content.message : output.message;
}
