import * as v from 'valibot';
import { limits } from '../protocol-limits.js';
import type { Resource } from './message-uri.js';
import { check, fieldError } from './check-message.js';
import type {
  CandidateMessage,
  DescriptionMessage,
  JsepMessage,
  MediaTarget,
} from './jsep-message.js';
import type { PeerFields } from './session-objects.js';
import type { Reader } from './leniency.js';

type Content = Readonly<Record<string, unknown>>;
type MediaResource = Extract<Resource, { resource: 'stream' | 'subscriber' }>;

/** Reads the content of `offer`, `answer`, `pranswer` and `candidate`; undefined for other methods. */
export function parseJsep(
  method: string,
  target: MediaResource,
  content: Content,
  read: Reader,
): JsepMessage | undefined {
  switch (method) {
    case 'offer':
      return description('offer', target, content);
    case 'answer':
    case 'pranswer':
      return description('answer', target, content);
    case 'candidate':
      return candidate(target, content, read);
    default:
      return undefined;
  }
}

/** Stream, subscriber and peer fields of a negotiation message. */
export function mediaTarget(target: MediaResource, content: Content): MediaTarget {
  const { streamId } = target;
  const peer = peerFields(content);
  return target.resource === 'stream'
    ? { streamId, peer }
    : { streamId, subscriberId: target.subscriberId, peer };
}

/** The resource that a negotiation message's URI names. */
export function mediaResource({ streamId, subscriberId }: MediaTarget): MediaResource {
  return subscriberId === undefined
    ? { resource: 'stream', streamId }
    : { resource: 'subscriber', streamId, subscriberId };
}

/** Content of a negotiation message as it is sent. */
export function jsepContent(message: JsepMessage): Content {
  if (message.kind !== 'candidate') return { ...message.peer, sdp: message.sdp };
  const { candidate, sdpMid, sdpMLineIndex } = message;
  return { ...message.peer, candidate, sdpMid, sdpMLineIndex };
}

const sdpSchema = v.object({ sdp: v.pipe(v.string(), v.minLength(1)) });

function description(
  kind: 'offer' | 'answer',
  target: MediaResource,
  content: Content,
): DescriptionMessage {
  const { sdp } = check(sdpSchema, content, 'content');
  return { kind, ...mediaTarget(target, content), sdp };
}

function candidate(target: MediaResource, content: Content, read: Reader): CandidateMessage {
  const schema = v.object({
    candidate: v.string(),
    sdpMid: v.nullish(read.text(limits.idChars), ''),
    sdpMLineIndex: v.nullish(read.integer(0, 65_535), 0),
  });
  return {
    kind: 'candidate',
    ...mediaTarget(target, content),
    ...check(schema, content, 'content'),
  };
}

/** Fields to echo. Those that are not short scalars are left out rather than passed around. */
function peerFields(content: Content): PeerFields {
  const entries = Object.entries(content).filter(isPeerField);
  if (entries.length > limits.peerFields) {
    throw fieldError(
      'content',
      `content must have at most ${limits.peerFields} peer fields, got ${entries.length}`,
    );
  }
  return Object.fromEntries(entries);
}

function isPeerField(
  entry: readonly [string, unknown],
): entry is [`peer${string}`, string | number | boolean] {
  const [key, value] = entry;
  return key.startsWith('peer') && key.length <= limits.peerFieldChars && isShortScalar(value);
}

function isShortScalar(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= limits.peerFieldChars;
  return typeof value === 'number' || typeof value === 'boolean';
}
