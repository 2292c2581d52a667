import * as v from 'valibot';
import { rule } from './rules.js';
import type { Schema } from './schema.js';
import { mustBe } from './sentences.js';

/** A string of at most so many characters. Errors never show a text, which may be a token. */
export function string(maxCharacters = Infinity): Schema<string> {
  const most = maxCharacters === Infinity ? '' : ` of at most ${maxCharacters} characters`;
  return v.pipe(
    v.string(mustBe(`a string${most}`)),
    v.maxLength(
      maxCharacters,
      ({ input }) => `must have at most ${maxCharacters} characters, got ${input.length}`,
    ),
  );
}

/** A string of at least one character. */
export const text: Schema<string> = v.pipe(
  v.string(mustBe('a string')),
  rule((value) => value !== '', 'must not be empty'),
);

/** A string that may be a secret: whatever is given in its place is not shown either. */
export const hiddenString: Schema<string> = v.string('must be a string');

/** A {@link hiddenString} of at least one character. */
export const secret: Schema<string> = v.pipe(hiddenString, v.nonEmpty('must not be empty'));

/** A URL with one of these protocols, e.g. `https:`. It is not shown, as it may hold a password. */
export function urlOf(...protocols: readonly string[]): Schema<string> {
  const begins = protocols.map((protocol) => `${protocol}//`).join(' or ');
  return v.pipe(
    text,
    rule(
      (url) => URL.canParse(url) && protocols.includes(new URL(url).protocol),
      `must be a URL that begins with ${begins}`,
    ),
  );
}
