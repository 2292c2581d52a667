import { ProtocolError } from '../protocol-error.js';
import { limits } from '../protocol-limits.js';
import { isWellFormed } from '../wire/utf8.js';

/** Which session a URI belongs to: API key (or application id) and session id. */
export interface SessionAddress {
  readonly partnerId: string;
  readonly sessionId: string;
}

/** What a Raptor URI names below its session. */
export type Resource =
  | { readonly resource: 'session' }
  | { readonly resource: 'connection'; readonly connectionId: string }
  | { readonly resource: 'stream'; readonly streamId: string }
  | { readonly resource: 'stream_channel'; readonly streamId: string; readonly channelId: string }
  | { readonly resource: 'subscriber'; readonly streamId: string; readonly subscriberId: string }
  | {
      readonly resource: 'subscriber_channel';
      readonly streamId: string;
      readonly subscriberId: string;
      readonly channelId: string;
    }
  | {
      readonly resource: 'signal';
      readonly signalId: string;
      /** The only receiver; without it everybody in the session. */
      readonly connectionId?: string;
    }
  | { readonly resource: 'archive'; readonly archiveId: string };

/** Of the longest URI there is, a channel of a subscriber, with what stands before the first slash. */
const mostSegments = 12;

export interface ParsedUri {
  readonly session: SessionAddress;
  /** Undefined for a well-formed URI that names something we do not know. */
  readonly target: Resource | undefined;
}

/**
 * The URI of a resource: `/v2/partner/{key}/session/{id}/…` (protocol §8).
 *
 * Ids are percent-encoded. For UUIDs, session ids and everything else of unreserved characters
 * that changes nothing; only channel ids, which are free text, can need it.
 *
 * @throws ProtocolError `message-uri` if an id is empty, too long or `.`/`..`.
 */
export function formatUri(
  session: SessionAddress,
  target: Resource = { resource: 'session' },
): string {
  const path = ['partner', session.partnerId, 'session', session.sessionId, ...names(target)];
  return '/v2/' + path.map(encodeSegment).join('/');
}

/** Rumor topic that every member of a session subscribes to: the session's own URI. */
export function sessionTopic(session: SessionAddress): string {
  return formatUri(session);
}

/** @throws ProtocolError `message-uri` if it is not a URI within a session. */
export function parseUri(uri: string): ParsedUri {
  const [root, version, ...rest] = uri.split('/', mostSegments + 1);
  if (rest.length > mostSegments - 2) throw badUri(`has more than ${mostSegments - 1} segments`);
  if (root !== '' || version !== 'v2') throw badUri('does not begin with /v2/');
  const [partner, partnerId, session, sessionId, ...path] = rest.map(decodeSegment);
  if (
    partner !== 'partner' ||
    session !== 'session' ||
    partnerId === undefined ||
    sessionId === undefined
  ) {
    throw badUri('does not begin with /v2/partner/{key}/session/{id}');
  }
  return { session: { partnerId, sessionId }, target: targetOf(path) };
}

function names(target: Resource): string[] {
  switch (target.resource) {
    case 'session':
      return [];
    case 'connection':
      return ['connection', target.connectionId];
    case 'stream':
      return ['stream', target.streamId];
    case 'stream_channel':
      return ['stream', target.streamId, 'channel', target.channelId];
    case 'subscriber':
      return ['stream', target.streamId, 'subscriber', target.subscriberId];
    case 'subscriber_channel':
      return [
        ...['stream', target.streamId, 'subscriber', target.subscriberId],
        ...['channel', target.channelId],
      ];
    case 'signal':
      return target.connectionId === undefined
        ? ['signal', target.signalId]
        : ['connection', target.connectionId, 'signal', target.signalId];
    case 'archive':
      return ['archive', target.archiveId];
  }
}

/** Reads name/value pairs; the names in their order say what the resource is. */
function targetOf(path: readonly string[]): Resource | undefined {
  if (path.length % 2 !== 0) throw badUri('ends in a name without a value');
  const kind = path.filter((_, i) => i % 2 === 0).join('/');
  const [first = '', second = '', third = ''] = path.filter((_, i) => i % 2 === 1);
  switch (kind) {
    case '':
      return { resource: 'session' };
    case 'connection':
      return { resource: 'connection', connectionId: first };
    case 'stream':
      return { resource: 'stream', streamId: first };
    case 'stream/channel':
      return { resource: 'stream_channel', streamId: first, channelId: second };
    case 'stream/subscriber':
      return { resource: 'subscriber', streamId: first, subscriberId: second };
    case 'stream/subscriber/channel':
      return {
        resource: 'subscriber_channel',
        streamId: first,
        subscriberId: second,
        channelId: third,
      };
    case 'signal':
      return { resource: 'signal', signalId: first };
    case 'connection/signal':
      return { resource: 'signal', signalId: second, connectionId: first };
    case 'archive':
      return { resource: 'archive', archiveId: first };
    default:
      return undefined;
  }
}

function encodeSegment(text: string): string {
  checkSegment(text);
  try {
    return encodeURIComponent(text);
  } catch (cause) {
    throw badUri('has an id with a lone surrogate', cause);
  }
}

function decodeSegment(segment: string): string {
  let text: string;
  try {
    text = decodeURIComponent(segment);
  } catch (cause) {
    throw badUri('has a malformed percent escape', cause);
  }
  checkSegment(text);
  if (!isWellFormed(text)) throw badUri('has an id with a lone surrogate');
  return text;
}

function checkSegment(text: string): void {
  if (text === '' || text === '.' || text === '..') throw badUri('has an empty or dotted segment');
  if (text.length > limits.idChars) {
    throw badUri(`has an id of ${text.length} characters, at most ${limits.idChars} are allowed`);
  }
}

function badUri(problem: string, cause?: unknown): ProtocolError {
  return new ProtocolError('message-uri', `uri ${problem}`, { field: 'uri', cause });
}
