import * as v from 'valibot';
import { recordOf } from './objects.js';
import { member, rule } from './rules.js';
import type { Schema } from './schema.js';

/** As RFC 9110 §5.6.2 has a name. */
const headerName = /^[\w!#$%&'*+.^`|~-]+$/;

/** Neither control characters nor what Latin-1 has not. */
const wrongInValue = /[^\t\x20-\x7e\x80-\xff]/;

/** Names and values as RFC 9110 §5 has them. Platforms reject others too, but not before the request. */
export const httpHeaders: Schema<Readonly<Record<string, string>>> = v.pipe(
  // Not shown: it may be a secret.
  recordOf(v.string('must be a string')),
  rule(
    (headers) => firstWrongName(headers) === undefined,
    (headers) => `must have names of HTTP headers, got ${shortName(firstWrongName(headers) ?? '')}`,
  ),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const headers = dataset.value;
    const name = Object.keys(headers).find((key) => wrongInValue.test(headers[key] ?? ''));
    if (name === undefined) return;
    addIssue({
      message: 'must have no control characters and be Latin-1',
      path: [member(headers, name)],
    });
  }),
);

function firstWrongName(headers: object): string | undefined {
  return Object.keys(headers).find((name) => !headerName.test(name));
}

function shortName(name: string): string {
  return JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name);
}
