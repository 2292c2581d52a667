import type { BaseIssue } from 'valibot';
import { shownType, shownValue } from './shown-value.js';
import { similarName } from './similar-name.js';

/** What is wrong, to stand after the path of the value. */
type Problem = (issue: BaseIssue<unknown>) => string;

/** `must be an integer from 0 to 100, got "x"` */
export function mustBe(expected: string): Problem {
  return ({ input }) => `must be ${expected}, got ${shownValue(input)}`;
}

/** The same where any text may have been given, even a secret: no text is shown. */
export function mustBeTyped(expected: string): Problem {
  return ({ input }) => `must be ${expected}, got ${shownType(input)}`;
}

/** A name that is in no list of ours is nearly always a misspelling. */
export function unknownName(name: string, known: readonly string[]): string {
  const similar = similarName(name, known);
  if (similar !== undefined) return `is not an option; did you mean ${similar}?`;
  return known.length > 60 ? 'is not an option' : `is not an option; known: ${known.join(', ')}`;
}

export function oneOfList(values: readonly unknown[]): string {
  return `one of ${values.map((value) => JSON.stringify(value)).join(', ')}`;
}

/** For schemas of valibot's own, which are used for messages of the wire. */
export function plainProblem(issue: BaseIssue<unknown>): string {
  const isMissing = issue.path?.at(-1)?.origin === 'key' && issue.input === undefined;
  if (isMissing) return 'is required';
  const { requirement } = issue as { readonly requirement?: unknown };
  const limit = String(requirement);
  const unit = typeof issue.input === 'string' ? 'characters' : 'entries';
  switch (issue.type) {
    case 'min_length':
      return requirement === 1 ? 'must not be empty' : `must have at least ${limit} ${unit}`;
    case 'max_length':
      return `must have at most ${limit} ${unit}`;
    case 'min_value':
      return mustBe(`at least ${limit}`)(issue);
    case 'max_value':
      return mustBe(`at most ${limit}`)(issue);
    // Its source is no help to a reader.
    case 'regex':
      return mustBe('of another form')(issue);
    case 'integer':
      return mustBe('an integer')(issue);
    case 'url':
      return mustBe('a URL')(issue);
    default:
      return mustBe(inWords(issue.expected ?? issue.type))(issue);
  }
}

/** What valibot calls the types, in words. */
const words: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  Object: 'an object',
  Array: 'an array',
};

/** `(string | Array)` as `a string or an array`. */
function inWords(expected: string): string {
  const parts = expected.replace(/^\(|\)$/g, '').split(' | ');
  return [...new Set(parts.map((part) => words[part] ?? part))].join(' or ');
}
