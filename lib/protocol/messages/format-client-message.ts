import { checkSignalData, checkSignalType } from '../protocol-limits.js';
import { formatUri } from './message-uri.js';
import type { Resource, SessionAddress } from './message-uri.js';
import type { ClientMessage } from './client-message.js';
import { jsepContent, mediaResource } from './jsep-content.js';
import {
  muteSessionContent,
  signalContent,
  signalResource,
  streamContent,
} from './message-content.js';

/** Method, resource and content of a message before they become text. */
type Parts = readonly [method: string, target: Resource, content: object];

/**
 * Payload of a client's request: the inverse of `parseClientMessage`.
 *
 * @throws ProtocolError `signal-*` if a signal is over its limits, `message-uri` for a bad id.
 */
export function formatClientMessage(session: SessionAddress, message: ClientMessage): string {
  const [method, target, content] = parts(message);
  return JSON.stringify({ method, uri: formatUri(session, target), content });
}

function parts(message: ClientMessage): Parts {
  switch (message.kind) {
    case 'connection-create': {
      const { connectionId, userAgent, clientVersion, capabilities } = message;
      return [
        'create',
        { resource: 'connection', connectionId },
        { userAgent, clientVersion, capabilities },
      ];
    }
    case 'session-read':
      return ['read', { resource: 'session' }, {}];
    case 'connection-delete':
      return ['delete', { resource: 'connection', connectionId: message.connectionId }, {}];
    case 'stream-create': {
      const { streamId, stream } = message;
      return ['create', { resource: 'stream', streamId }, streamContent(streamId, stream)];
    }
    case 'stream-delete':
      return ['delete', { resource: 'stream', streamId: message.streamId }, {}];
    case 'channel-update': {
      const { streamId, channelId, changes } = message;
      return ['update', { resource: 'stream_channel', streamId, channelId }, changes];
    }
    case 'subscriber-create':
      return ['create', subscriberOf(message), subscriberContent(message)];
    case 'subscriber-delete':
      return ['delete', subscriberOf(message), {}];
    case 'subscriber-channel-update': {
      const { streamId, subscriberId, channelId, changes } = message;
      const target = { resource: 'subscriber_channel', streamId, subscriberId, channelId } as const;
      return ['update', target, changes];
    }
    case 'offer':
    case 'answer':
    case 'candidate':
      return [message.kind, mediaResource(message), jsepContent(message)];
    case 'signal':
      checkSignalType(message.type);
      checkSignalData(message.data);
      return ['signal', signalResource(message), signalContent(message)];
    case 'mute-session':
      return ['update', { resource: 'session' }, muteSessionContent(message)];
    case 'mute-stream':
      return ['update', { resource: 'stream', streamId: message.streamId }, { mute: true }];
  }
}

function subscriberOf(message: { streamId: string; subscriberId: string }): Resource {
  const { streamId, subscriberId } = message;
  return { resource: 'subscriber', streamId, subscriberId };
}

function subscriberContent(message: Extract<ClientMessage, { kind: 'subscriber-create' }>): object {
  return {
    id: message.subscriberId,
    connection: message.connectionId,
    keyManagementMethod: 'DTLS_SRTP',
    bundleSupport: true,
    rtcpMuxSupport: true,
    channel: message.channels,
  };
}
