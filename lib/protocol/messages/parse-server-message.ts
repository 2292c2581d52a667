import * as v from 'valibot';
import type { Resource } from './message-uri.js';
import { check } from './check-message.js';
import { parseEnvelope } from './envelope.js';
import type { Envelope } from './envelope.js';
import { mediaTarget, parseJsep } from './jsep-content.js';
import { objectSchemas } from './object-schemas.js';
import type { ConnectionReason, StreamReason } from './session-objects.js';
import { tolerant } from './leniency.js';
import type { ServerMessage, UnknownMessage } from './server-message.js';
import {
  archiveSchema,
  connectionSchema,
  muteStateSchema,
  sessionStateSchema,
  streamSchema,
} from './state-schemas.js';

/**
 * Reads a server's message as a client does: unknown keys, methods and resources are ignored,
 * `"true"` and `"640"` are accepted as boolean and number, ids come from the URI.
 *
 * @returns `kind: 'unknown'` for a message this version does not know.
 * @throws ProtocolError `json-*` or `message-*` if a known message cannot be understood.
 */
export function parseServerMessage(payload: string): ServerMessage | UnknownMessage {
  const envelope = parseEnvelope(payload);
  const message = envelope.target && parseTarget(envelope.target, envelope);
  return message ?? { kind: 'unknown', method: envelope.method, uri: envelope.uri };
}

function parseTarget(target: Resource, envelope: Envelope): ServerMessage | undefined {
  const { method, content, reason } = envelope;
  switch (target.resource) {
    case 'session':
      return parseSession(envelope);
    case 'connection': {
      const { connectionId } = target;
      if (method === 'created') {
        const connection = check(connectionSchema, { ...content, id: connectionId }, 'content');
        return { kind: 'connection-created', connection };
      }
      return method === 'deleted'
        ? { kind: 'connection-deleted', connectionId, reason: connectionReason(reason) }
        : undefined;
    }
    case 'stream':
      return parseStream(target, envelope);
    case 'stream_channel': {
      if (method !== 'updated') return undefined;
      const { streamId, channelId } = target;
      const changes = check(objects.channelChanges, content, 'content');
      return { kind: 'channel-updated', streamId, channelId, changes };
    }
    case 'subscriber':
      return parseSubscriber(target, envelope);
    case 'subscriber_channel': {
      if (method !== 'update' && method !== 'updated') return undefined;
      const { streamId, subscriberId, channelId } = target;
      const changes = check(objects.preferences, content, 'content');
      return { kind: 'subscriber-channel-update', streamId, subscriberId, channelId, changes };
    }
    case 'signal': {
      if (method !== 'signal') return undefined;
      const { signalId, connectionId } = target;
      const to = connectionId === undefined ? {} : { to: connectionId };
      return { kind: 'signal', signalId, ...to, ...check(signal, content, 'content') };
    }
    case 'archive': {
      if (method !== 'created' && method !== 'updated') return undefined;
      const archive = check(archiveSchema, { ...content, id: target.archiveId }, 'content');
      return { kind: method === 'created' ? 'archive-created' : 'archive-updated', archive };
    }
  }
}

function parseSession({ method, content, session }: Envelope): ServerMessage | undefined {
  switch (method) {
    case 'read': {
      const state = check(sessionStateSchema, content, 'content');
      return { kind: 'session-state', ...state, sessionId: session.sessionId };
    }
    case 'updated':
      if (!('mute' in content)) return undefined;
      return { kind: 'mute-session', ...check(muteStateSchema, content['mute'], 'content.mute') };
    default:
      return undefined;
  }
}

type StreamTarget = Extract<Resource, { resource: 'stream' }>;

function parseStream(target: StreamTarget, envelope: Envelope): ServerMessage | undefined {
  const { method, content, reason } = envelope;
  const { streamId } = target;
  switch (method) {
    case 'created': {
      const stream = check(streamSchema, { ...content, id: streamId }, 'content');
      return { kind: 'stream-created', stream };
    }
    case 'updated':
      return content['mute'] === true
        ? { kind: 'mute-stream', streamId }
        : { kind: 'stream-updated', streamId, ...check(streamChanges, content, 'content') };
    case 'deleted':
      return { kind: 'stream-deleted', streamId, reason: streamReason(reason) };
    case 'generateoffer':
      return { kind: 'generate-offer', ...mediaTarget(target, content) };
    default:
      return parseJsep(method, target, content, tolerant);
  }
}

type SubscriberTarget = Extract<Resource, { resource: 'subscriber' }>;

function parseSubscriber(target: SubscriberTarget, envelope: Envelope): ServerMessage | undefined {
  const { method, content } = envelope;
  const { streamId, subscriberId } = target;
  switch (method) {
    case 'created':
      return { kind: 'subscriber-created', streamId, subscriberId };
    case 'deleted': {
      const { connection, connectionId } = check(owner, content, 'content');
      const from = connection?.id ?? connectionId;
      const who = from === undefined || from === null ? {} : { connectionId: from };
      return { kind: 'subscriber-deleted', streamId, subscriberId, ...who };
    }
    case 'generateoffer':
      return { kind: 'generate-offer', ...mediaTarget(target, content) };
    default:
      return parseJsep(method, target, content, tolerant);
  }
}

/** `networkTimedout` is shown as `networkDisconnected`; without a reason the client left. */
function connectionReason(reason: string | undefined): ConnectionReason {
  switch (reason) {
    case 'forceDisconnected':
    case 'networkDisconnected':
      return reason;
    case 'networkTimedout':
      return 'networkDisconnected';
    default:
      return 'clientDisconnected';
  }
}

function streamReason(reason: string | undefined): StreamReason {
  return reason === 'forceUnpublished' || reason === 'mediaStopped'
    ? reason
    : connectionReason(reason);
}

const objects = objectSchemas(tolerant);

const streamChanges = v.object({
  name: v.exactOptional(v.string()),
  archiving: v.exactOptional(tolerant.boolean),
});

const owner = v.object({
  connection: v.nullish(v.object({ id: v.string() })),
  connectionId: v.nullish(v.string()),
});

/** The documented norm is strings; other data is handed on as JSON. */
const signalText = v.union([
  v.string(),
  v.pipe(
    v.unknown(),
    v.transform((data) => JSON.stringify(data)),
  ),
]);

const signal = v.object({
  type: v.nullish(v.string(), ''),
  data: v.nullish(signalText, ''),
});
