import * as v from 'valibot';
import { shownValue } from '../../common/validation/index.js';
import { ProtocolError } from '../protocol-error.js';
import { isId } from '../ids.js';
import { checkSignalData, checkSignalType, limits } from '../protocol-limits.js';
import type { Resource, SessionAddress } from './message-uri.js';
import { check, fieldError } from './check-message.js';
import type { ClientMessage } from './client-message.js';
import { parseEnvelope } from './envelope.js';
import type { Envelope } from './envelope.js';
import { parseJsep } from './jsep-content.js';
import { objectSchemas } from './object-schemas.js';
import { strict } from './leniency.js';

/** A client's request and the session that its URI names, which the server must compare. */
export interface ParsedClientMessage {
  readonly session: SessionAddress;
  readonly message: ClientMessage;
}

/**
 * Reads a request as the server does: every known field must be right, unknown ones are dropped.
 *
 * @throws ProtocolError `json-*`, `message-*` or `signal-*`; `status` is what to answer, `field`
 *   says which field is wrong.
 */
export function parseClientMessage(payload: string): ParsedClientMessage {
  const envelope = parseEnvelope(payload, { maxCommas: limits.clientJsonCommas });
  const { target } = envelope;
  if (target === undefined) {
    throw new ProtocolError('message-uri', 'uri names no resource of a session', { field: 'uri' });
  }
  checkIds(target);
  const message = parseTarget(target, envelope);
  if (message === undefined) {
    throw new ProtocolError(
      'message-method',
      `method ${envelope.method.slice(0, 40)} is not defined for a ${target.resource}`,
      { field: 'method' },
    );
  }
  return { session: envelope.session, message };
}

function parseTarget(target: Resource, envelope: Envelope): ClientMessage | undefined {
  const { method, content } = envelope;
  switch (target.resource) {
    case 'session':
      if (method === 'read') return { kind: 'session-read' };
      return method === 'update' ? muteSession(content) : undefined;
    case 'connection': {
      const { connectionId } = target;
      if (method === 'create') {
        return { kind: 'connection-create', connectionId, ...check(join, content, 'content') };
      }
      return method === 'delete' ? { kind: 'connection-delete', connectionId } : undefined;
    }
    case 'stream':
      return parseStream(target, envelope);
    case 'stream_channel': {
      if (method !== 'update') return undefined;
      const { streamId, channelId } = target;
      const changes = check(objects.channelChanges, content, 'content');
      return { kind: 'channel-update', streamId, channelId, changes: notEmpty(changes) };
    }
    case 'subscriber':
      return parseSubscriber(target, envelope);
    case 'subscriber_channel': {
      if (method !== 'update') return undefined;
      const { streamId, subscriberId, channelId } = target;
      const changes = notEmpty(check(objects.preferences, content, 'content'));
      return { kind: 'subscriber-channel-update', streamId, subscriberId, channelId, changes };
    }
    case 'signal': {
      if (method !== 'signal') return undefined;
      const { type, data } = check(signal, content, 'content');
      checkSignalType(type);
      checkSignalData(data);
      const to = target.connectionId === undefined ? {} : { to: target.connectionId };
      return { kind: 'signal', signalId: target.signalId, ...to, type, data };
    }
    case 'archive':
      return undefined;
  }
}

type StreamTarget = Extract<Resource, { resource: 'stream' }>;

function parseStream(target: StreamTarget, envelope: Envelope): ClientMessage | undefined {
  const { method, content } = envelope;
  const { streamId } = target;
  switch (method) {
    case 'create': {
      checkSameId(content['id'], streamId);
      const stream = check(objects.stream, content, 'content');
      return { kind: 'stream-create', streamId, stream };
    }
    case 'delete':
      return { kind: 'stream-delete', streamId };
    case 'update':
      check(muteStream, content, 'content');
      return { kind: 'mute-stream', streamId };
    default:
      return parseJsep(method, target, content, strict);
  }
}

type SubscriberTarget = Extract<Resource, { resource: 'subscriber' }>;

function parseSubscriber(target: SubscriberTarget, envelope: Envelope): ClientMessage | undefined {
  const { method, content } = envelope;
  const { streamId, subscriberId } = target;
  switch (method) {
    case 'create': {
      checkSameId(content['id'], subscriberId);
      const { connection, channel } = check(subscriber, content, 'content');
      return {
        kind: 'subscriber-create',
        streamId,
        subscriberId,
        connectionId: connection,
        channels: channel,
      };
    }
    case 'delete':
      return { kind: 'subscriber-delete', streamId, subscriberId };
    default:
      return parseJsep(method, target, content, strict);
  }
}

function muteSession(content: Envelope['content']): ClientMessage {
  const { mute } = check(muteAll, content, 'content');
  return { kind: 'mute-session', ...mute };
}

/** Channel ids are free text; all others must be ids. */
function checkIds(target: Resource): void {
  for (const [name, id] of Object.entries(target)) {
    if (name !== 'resource' && name !== 'channelId' && !isId(id)) {
      throw new ProtocolError('message-uri', `uri's ${name} may only have A-Z a-z 0-9 - _ . ~`, {
        field: 'uri',
      });
    }
  }
}

function checkSameId(id: unknown, expected: string): void {
  if (id !== undefined && id !== expected) {
    throw fieldError(
      'content.id',
      `content.id must be that of the uri, ${expected}, got ${shownValue(id)}`,
    );
  }
}

function notEmpty<T extends object>(changes: T): T {
  if (Object.keys(changes).length === 0) {
    throw fieldError('content', 'content must have an attribute that can change');
  }
  return changes;
}

const objects = objectSchemas(strict);

const join = v.object({
  userAgent: v.exactOptional(strict.text(limits.userAgentChars)),
  clientVersion: v.exactOptional(strict.text(limits.userAgentChars)),
  capabilities: v.optional(
    strict.list(strict.text(limits.capabilityChars), limits.capabilities),
    [],
  ),
});

const subscriber = v.object({
  connection: v.optional(strict.text(limits.idChars), ''),
  channel: v.optional(objects.subscriberChannels, []),
});

const signal = v.object({
  type: v.nullish(v.string(), ''),
  data: v.nullish(v.string(), ''),
});

const muteStream = v.object({ mute: v.pipe(strict.boolean, v.literal(true)) });

const muteAll = v.object({
  mute: v.object({
    active: strict.boolean,
    excluded: v.optional(strict.list(strict.text(limits.idChars), limits.muteExcluded), []),
  }),
});
