import * as v from 'valibot';
import { parseJson } from '../parse-json.js';
import { check } from './check-message.js';
import { iceServersContent, iceServersSchema } from './ice-servers.js';
import type { IceServer } from './session-objects.js';

/** Result that a successful STATUS may carry: replies to stream- and subscriber-create. */
export interface StatusResult {
  /** Absent if the server said nothing. */
  readonly iceServers?: readonly IceServer[];
}

/** Payload of a STATUS; empty if there is nothing to say. */
export function formatStatusPayload({ iceServers }: StatusResult): string {
  if (iceServers === undefined) return '';
  return JSON.stringify({ content: { iceServers: iceServersContent(iceServers) } });
}

const statusSchema = v.object({
  content: v.nullish(v.object({ iceServers: v.nullish(iceServersSchema) })),
});

/** @throws ProtocolError `json-*` or `message-field`. */
export function parseStatusPayload(payload: string): StatusResult {
  if (payload === '') return {};
  const { content } = check(statusSchema, parseJson(payload), 'status');
  const iceServers = content?.iceServers;
  return iceServers ? { iceServers } : {};
}
