import { formatUri } from './message-uri.js';
import type { Resource, SessionAddress } from './message-uri.js';
import { jsepContent, mediaResource } from './jsep-content.js';
import type { ConnectionInfo, StreamInfo } from './session-objects.js';
import type { ServerMessage, SessionStateMessage } from './server-message.js';
import {
  muteSessionContent,
  signalContent,
  signalResource,
  streamContent,
} from './message-content.js';

interface Parts {
  readonly method: string;
  readonly target: Resource;
  readonly content?: object;
  readonly reason?: string;
}

/**
 * Payload of a server's message: the inverse of `parseServerMessage`.
 *
 * @throws ProtocolError `message-uri` for a bad id.
 */
export function formatServerMessage(session: SessionAddress, message: ServerMessage): string {
  const { method, target, content = {}, reason } = parts(message);
  return JSON.stringify({ method, uri: formatUri(session, target), content, reason });
}

function parts(message: ServerMessage): Parts {
  switch (message.kind) {
    case 'session-state':
      return { method: 'read', target: { resource: 'session' }, content: stateContent(message) };
    case 'connection-created': {
      const { connection } = message;
      const target = { resource: 'connection', connectionId: connection.id } as const;
      return { method: 'created', target, content: connectionContent(connection) };
    }
    case 'connection-deleted': {
      const { connectionId, reason } = message;
      return { method: 'deleted', target: { resource: 'connection', connectionId }, reason };
    }
    case 'stream-created': {
      const { stream } = message;
      return { method: 'created', target: streamOf(stream.id), content: streamInfoContent(stream) };
    }
    case 'stream-updated': {
      const { streamId, name, archiving } = message;
      return { method: 'updated', target: streamOf(streamId), content: { name, archiving } };
    }
    case 'stream-deleted': {
      const { streamId, reason } = message;
      return { method: 'deleted', target: streamOf(streamId), reason };
    }
    case 'channel-updated': {
      const { streamId, channelId, changes } = message;
      const target = { resource: 'stream_channel', streamId, channelId } as const;
      return { method: 'updated', target, content: changes };
    }
    case 'subscriber-created': {
      const content = { id: message.subscriberId };
      return { method: 'created', target: subscriberOf(message), content };
    }
    case 'subscriber-deleted': {
      const { connectionId: id } = message;
      const content = id === undefined ? {} : { connection: { id } };
      return { method: 'deleted', target: subscriberOf(message), content };
    }
    case 'subscriber-channel-update': {
      const { streamId, subscriberId, channelId, changes } = message;
      const target = { resource: 'subscriber_channel', streamId, subscriberId, channelId } as const;
      return { method: 'update', target, content: changes };
    }
    case 'generate-offer':
      return { method: 'generateoffer', target: mediaResource(message), content: message.peer };
    case 'offer':
    case 'answer':
    case 'candidate': {
      const content = jsepContent(message);
      return { method: message.kind, target: mediaResource(message), content };
    }
    case 'signal':
      return { method: 'signal', target: signalResource(message), content: signalContent(message) };
    case 'archive-created':
    case 'archive-updated': {
      const { archive } = message;
      const target = { resource: 'archive', archiveId: archive.id } as const;
      const method = message.kind === 'archive-created' ? 'created' : 'updated';
      return { method, target, content: archive };
    }
    case 'mute-session': {
      const content = muteSessionContent(message);
      return { method: 'updated', target: { resource: 'session' }, content };
    }
    case 'mute-stream':
      return { method: 'updated', target: streamOf(message.streamId), content: { mute: true } };
  }
}

function streamOf(streamId: string): Resource {
  return { resource: 'stream', streamId };
}

function subscriberOf(message: { streamId: string; subscriberId: string }): Resource {
  const { streamId, subscriberId } = message;
  return { resource: 'subscriber', streamId, subscriberId };
}

/** 2.7-era clients need all three lists, even if empty. */
function stateContent(message: SessionStateMessage): object {
  return {
    id: message.sessionId,
    connection: message.connections.map(connectionContent),
    stream: message.streams.map(streamInfoContent),
    archive: message.archives,
    mute: message.mute,
  };
}

function connectionContent({ id, creationTime, data, permissions }: ConnectionInfo): object {
  return { id, creationTime, data, permissions };
}

function streamInfoContent(stream: StreamInfo): object {
  const { id, connectionId, creationTime } = stream;
  return { ...streamContent(id, stream), connection: { id: connectionId }, creationTime };
}
