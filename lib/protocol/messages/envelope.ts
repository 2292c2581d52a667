import * as v from 'valibot';
import { parseJson, type ParseJsonOptions } from '../parse-json.js';
import { parseUri } from './message-uri.js';
import type { ParsedUri } from './message-uri.js';
import { check } from './check-message.js';

/** The outer layer of every Raptor message (protocol §8), its URI taken apart. */
export interface Envelope extends ParsedUri {
  readonly method: string;
  readonly uri: string;
  /** Empty if missing or null. */
  readonly content: Readonly<Record<string, unknown>>;
  /** On `deleted` events. */
  readonly reason: string | undefined;
}

const content = v.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
);

const envelope = v.object({
  method: v.string(),
  uri: v.string(),
  content: v.nullish(content, {}),
  reason: v.nullish(v.string()),
});

/** @throws ProtocolError `json-*`, `message-field` or `message-uri`. */
export function parseEnvelope(payload: string, options: ParseJsonOptions = {}): Envelope {
  const json = parseJson(payload, options);
  const { method, uri, content, reason } = check(envelope, json, 'message');
  return { method, uri, content, reason: reason ?? undefined, ...parseUri(uri) };
}
