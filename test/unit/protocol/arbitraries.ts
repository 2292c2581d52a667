import fc from 'fast-check';
import type {
  Channel,
  ChannelChanges,
  ClientMessage,
  ConnectionInfo,
  PacketInit,
  JsepMessage,
  Permission,
  Resource,
  ServerMessage,
  SessionAddress,
  SignalMessage,
  StreamDescription,
  StreamInfo,
  SubscriberChannel,
  SubscriptionPreferences,
} from '../../../lib/protocol/index.js';

const idCharacters = 'ABCXYZabcxyz0189-_~.'.split('');

export const id = fc.oneof(
  fc.uuid({ version: 4 }),
  fc
    .string({ unit: fc.constantFrom(...idCharacters), minLength: 1, maxLength: 70 })
    .filter((text) => !/^\.\.?$/.test(text)),
);
export const text = fc.string({ unit: 'grapheme', maxLength: 40 });
/** Any characters, but with a UTF-8 form and within the limits of channel ids. */
const channelId = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((value) => !/^\.\.?$/.test(value));
/** Lone surrogates too, which JSON can carry though UTF-8 cannot. */
const codeUnit = fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code));
const time = fc.nat({ max: 4_000_000_000_000 });
const size = fc.nat({ max: 16_384 });
const frameRate = fc.double({ min: 0, max: 240, noNaN: true }).map((rate) => rate + 0);
const orientation = fc.constantFrom(0 as const, 90 as const, 180 as const, 270 as const);
const source = fc.constantFrom('camera' as const, 'screen' as const, 'custom' as const);
const fitMode = fc.constantFrom('cover' as const, 'contain' as const);

export const packet: fc.Arbitrary<Required<PacketInit>> = fc.record({
  type: fc.integer({ min: 0, max: 255 }),
  addresses: fc.array(fc.string({ unit: 'binary' }), { maxLength: 8 }),
  headers: fc
    .dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }))
    .map((headers) => new Map(Object.entries(headers))),
  payload: fc.string({ unit: 'binary', maxLength: 500 }),
});

export const session: fc.Arbitrary<SessionAddress> = fc.record({ partnerId: id, sessionId: id });

export const resource: fc.Arbitrary<Resource> = fc.oneof(
  fc.constant<Resource>({ resource: 'session' }),
  fc.record({ resource: fc.constant('connection' as const), connectionId: id }),
  fc.record({ resource: fc.constant('stream' as const), streamId: id }),
  fc.record({ resource: fc.constant('stream_channel' as const), streamId: id, channelId }),
  fc.record({ resource: fc.constant('subscriber' as const), streamId: id, subscriberId: id }),
  fc.record({
    resource: fc.constant('subscriber_channel' as const),
    streamId: id,
    subscriberId: id,
    channelId,
  }),
  fc.record(
    { resource: fc.constant('signal' as const), signalId: id, connectionId: id },
    { requiredKeys: ['resource', 'signalId'] },
  ),
  fc.record({ resource: fc.constant('archive' as const), archiveId: id }),
);

const channel: fc.Arbitrary<Channel> = fc.oneof(
  fc.record({ type: fc.constant('audio' as const), id: channelId, active: fc.boolean() }),
  fc.record(
    {
      type: fc.constant('video' as const),
      id: channelId,
      active: fc.boolean(),
      width: size,
      height: size,
      orientation,
      frameRate,
      source,
      fitMode,
      disableWarning: fc.boolean(),
    },
    {
      requiredKeys: ['type', 'id', 'active', 'width', 'height', 'orientation', 'source', 'fitMode'],
    },
  ),
);

const description = {
  name: text,
  audioFallbackEnabled: fc.boolean(),
  channels: fc.uniqueArray(channel, { selector: (item) => item.id, maxLength: 4 }),
  minBitrate: fc.nat(),
  maxBitrate: fc.nat(),
};
const required = ['name', 'audioFallbackEnabled', 'channels'] as const;

const stream: fc.Arbitrary<StreamDescription> = fc.record(description, {
  requiredKeys: [...required],
});

export const streamInfo: fc.Arbitrary<StreamInfo> = fc.record(
  { ...description, id, connectionId: id, creationTime: time },
  { requiredKeys: [...required, 'id', 'connectionId', 'creationTime'] },
);

export const connectionInfo: fc.Arbitrary<ConnectionInfo> = fc.record({
  id,
  creationTime: time,
  data: text,
  permissions: fc.uniqueArray(
    fc.constantFrom<Permission>('publish', 'subscribe', 'signal', 'forcedisconnect', 'forcemute'),
  ),
});

const changes: fc.Arbitrary<ChannelChanges> = fc
  .record(
    {
      active: fc.boolean(),
      disableWarning: fc.boolean(),
      width: size,
      height: size,
      orientation,
      frameRate,
      source,
      fitMode,
    },
    { requiredKeys: [] },
  )
  .filter((value) => Object.keys(value).length > 0);

const preferenceFields = {
  active: fc.boolean(),
  activeReason: text,
  restrictFrameRate: fc.boolean(),
  preferredFrameRate: frameRate,
  preferredWidth: size,
  preferredHeight: size,
};

const preferences: fc.Arbitrary<SubscriptionPreferences> = fc
  .record(preferenceFields, { requiredKeys: [] })
  .filter((value) => Object.keys(value).length > 0);

const subscriberChannel: fc.Arbitrary<SubscriberChannel> = fc.record(
  { ...preferenceFields, id: channelId, type: fc.constantFrom('audio' as const, 'video' as const) },
  { requiredKeys: ['id', 'type', 'active'] },
);

const media = {
  streamId: id,
  subscriberId: id,
  peer: fc.record(
    { peerId: id, peerPriority: fc.nat(), peerOther: fc.boolean() },
    { requiredKeys: [] },
  ),
};

const jsep: fc.Arbitrary<JsepMessage> = fc.oneof(
  fc.record(
    {
      kind: fc.constantFrom('offer' as const, 'answer' as const),
      ...media,
      sdp: fc.string({ unit: 'grapheme', minLength: 1 }),
    },
    { requiredKeys: ['kind', 'streamId', 'peer', 'sdp'] },
  ),
  fc.record(
    {
      kind: fc.constant('candidate' as const),
      ...media,
      candidate: text,
      sdpMid: text,
      sdpMLineIndex: fc.nat({ max: 100 }),
    },
    { requiredKeys: ['kind', 'streamId', 'peer', 'candidate', 'sdpMid', 'sdpMLineIndex'] },
  ),
);

const signal: fc.Arbitrary<SignalMessage> = fc.record(
  {
    kind: fc.constant('signal' as const),
    signalId: id,
    to: id,
    type: fc.string({ unit: fc.constantFrom(...idCharacters), maxLength: 128 }),
    data: fc.string({ unit: codeUnit, maxLength: 200 }),
  },
  { requiredKeys: ['kind', 'signalId', 'type', 'data'] },
);

const shared = [
  jsep,
  signal,
  fc.record({
    kind: fc.constant('subscriber-channel-update' as const),
    streamId: id,
    subscriberId: id,
    channelId,
    changes: preferences,
  }),
  fc.record({
    kind: fc.constant('mute-session' as const),
    active: fc.boolean(),
    excluded: fc.array(id, { maxLength: 5 }),
  }),
  fc.record({ kind: fc.constant('mute-stream' as const), streamId: id }),
] as const;

export const clientMessage: fc.Arbitrary<ClientMessage> = fc.oneof(
  ...shared,
  fc.record(
    {
      kind: fc.constant('connection-create' as const),
      connectionId: id,
      userAgent: text,
      clientVersion: text,
      capabilities: fc.array(text, { maxLength: 5 }),
    },
    { requiredKeys: ['kind', 'connectionId', 'capabilities'] },
  ),
  fc.constant<ClientMessage>({ kind: 'session-read' }),
  fc.record({ kind: fc.constant('connection-delete' as const), connectionId: id }),
  fc.record({ kind: fc.constant('stream-create' as const), streamId: id, stream }),
  fc.record({ kind: fc.constant('stream-delete' as const), streamId: id }),
  fc.record({ kind: fc.constant('channel-update' as const), streamId: id, channelId, changes }),
  fc.record({
    kind: fc.constant('subscriber-create' as const),
    streamId: id,
    subscriberId: id,
    connectionId: fc.oneof(id, fc.constant('')),
    channels: fc.array(subscriberChannel, { maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant('subscriber-delete' as const), streamId: id, subscriberId: id }),
);

const reason = fc.constantFrom(
  'clientDisconnected' as const,
  'forceDisconnected' as const,
  'networkDisconnected' as const,
);

const archive = fc.record({ id, name: text, status: fc.constantFrom('started', 'stopped') });

/** All but `session-state`, whose session id is that of the URI. */
export const serverMessage: fc.Arbitrary<ServerMessage> = fc.oneof(
  ...shared,
  fc.record({ kind: fc.constant('connection-created' as const), connection: connectionInfo }),
  fc.record({ kind: fc.constant('connection-deleted' as const), connectionId: id, reason }),
  fc.record({ kind: fc.constant('stream-created' as const), stream: streamInfo }),
  fc.record(
    {
      kind: fc.constant('stream-updated' as const),
      streamId: id,
      name: text,
      archiving: fc.boolean(),
    },
    { requiredKeys: ['kind', 'streamId'] },
  ),
  fc.record({
    kind: fc.constant('stream-deleted' as const),
    streamId: id,
    reason: fc.oneof(reason, fc.constantFrom('forceUnpublished' as const, 'mediaStopped' as const)),
  }),
  fc.record({ kind: fc.constant('channel-updated' as const), streamId: id, channelId, changes }),
  fc.record({ kind: fc.constant('subscriber-created' as const), streamId: id, subscriberId: id }),
  fc.record(
    {
      kind: fc.constant('subscriber-deleted' as const),
      streamId: id,
      subscriberId: id,
      connectionId: id,
    },
    { requiredKeys: ['kind', 'streamId', 'subscriberId'] },
  ),
  fc.record(
    { kind: fc.constant('generate-offer' as const), ...media },
    { requiredKeys: ['kind', 'streamId', 'peer'] },
  ),
  fc.record({
    kind: fc.constantFrom('archive-created' as const, 'archive-updated' as const),
    archive,
  }),
);
