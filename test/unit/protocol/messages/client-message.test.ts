import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatClientMessage, parseClientMessage } from '../../../../lib/protocol/index.js';
import * as arbitrary from '../arbitraries.js';
import { protocolErrorOf, returnsOrRefuses } from '../helpers.js';

const session = { partnerId: '100', sessionId: 'S1' };
const prefix = '/v2/partner/100/session/S1';

function request(method: string, path: string, content: unknown): string {
  return JSON.stringify({ method, uri: prefix + path, content });
}

function parse(method: string, path: string, content: unknown = {}): unknown {
  return parseClientMessage(request(method, path, content)).message;
}

describe('client messages', () => {
  it('come back, whatever they are', () => {
    fc.assert(
      fc.property(arbitrary.session, arbitrary.clientMessage, (address, message) => {
        const payload = formatClientMessage(address, message);
        expect(parseClientMessage(payload)).toEqual({ session: address, message });
      }),
      { numRuns: 1000 },
    );
  });

  it('are written as public clients write them', () => {
    const payload = formatClientMessage(session, {
      kind: 'connection-create',
      connectionId: 'C1',
      userAgent: 'my-client/1.0',
      clientVersion: 'js-2.7.6',
      capabilities: ['renegotiation'],
    });
    expect(payload).toBe(
      '{"method":"create","uri":"/v2/partner/100/session/S1/connection/C1","content":' +
        '{"userAgent":"my-client/1.0","clientVersion":"js-2.7.6","capabilities":["renegotiation"]}}',
    );
    expect(formatClientMessage(session, { kind: 'session-read' })).toBe(
      '{"method":"read","uri":"/v2/partner/100/session/S1","content":{}}',
    );
  });

  it('of a 2016 client that publishes and subscribes are understood', () => {
    const video = {
      ...{ id: 'video1', type: 'video', active: true, width: 640, height: 480 },
      ...{ orientation: 0, frameRate: 30, source: 'camera', fitMode: 'cover' },
    };
    const audio = { id: 'audio1', type: 'audio', active: true };
    const stream = { id: 'ST', name: '', audioFallbackEnabled: true, channel: [video, audio] };
    expect(parse('create', '/stream/ST', stream)).toEqual({
      kind: 'stream-create',
      streamId: 'ST',
      stream: { name: '', audioFallbackEnabled: true, channels: [video, audio] },
    });
    const subscriber = {
      ...{ id: 'SU', connection: 'C2', keyManagementMethod: 'DTLS_SRTP', bundleSupport: true },
      ...{ rtcpMuxSupport: true, channel: [{ id: 'video1', type: 'video', active: true }] },
    };
    expect(parse('create', '/stream/ST/subscriber/SU', subscriber)).toEqual({
      ...{ kind: 'subscriber-create', streamId: 'ST', subscriberId: 'SU', connectionId: 'C2' },
      channels: [{ id: 'video1', type: 'video', active: true }],
    });
  });

  it('of a minimal client get defaults', () => {
    const content = { id: 'SU', connection: '', channel: [] };
    expect(parse('create', '/stream/ST/subscriber/SU', content)).toMatchObject({ channels: [] });
    expect(parse('create', '/connection/C1', { userAgent: 'x' })).toEqual({
      ...{ kind: 'connection-create', connectionId: 'C1', userAgent: 'x', capabilities: [] },
    });
    expect(parse('signal', '/signal/1')).toMatchObject({ type: '', data: '' });
    expect(parse('create', '/stream/ST', { channel: [{ type: 'video', id: 'v' }] })).toMatchObject({
      stream: { name: '', channels: [{ active: true, width: 0, height: 0, source: 'camera' }] },
    });
  });

  it('keep peer fields of descriptions and drop other unknown keys', () => {
    const content = { sdp: 'v=0', peerId: 'p', peerPriority: 2, peerList: [1], other: 1 };
    expect(parse('offer', '/stream/ST', content)).toEqual({
      ...{ kind: 'offer', streamId: 'ST', sdp: 'v=0' },
      peer: { peerId: 'p', peerPriority: 2 },
    });
  });

  it('mute by our extension', () => {
    const mute = { mute: { active: true, excluded: ['ST'] } };
    expect(parse('update', '', mute)).toEqual({
      ...{ kind: 'mute-session', active: true, excluded: ['ST'] },
    });
    expect(parse('update', '/stream/ST', { mute: true })).toEqual({
      ...{ kind: 'mute-stream', streamId: 'ST' },
    });
  });
});

describe('requests that are refused, naming the field', () => {
  const channel = { id: 'v', type: 'video', width: 640, height: 480 };
  const streamOf = (change: object) => ({ channel: [{ ...channel, ...change }] });

  it.each([
    ['content.channel', 'create', '/stream/ST', {}],
    ['content.channel', 'create', '/stream/ST', { channel: 'video' }],
    ['content.channel', 'create', '/stream/ST', { channel: [channel, channel] }],
    ['content.channel', 'create', '/stream/ST', { channel: Array<object>(17).fill(channel) }],
    ['content.channel[0].type', 'create', '/stream/ST', streamOf({ type: 'smell' })],
    ['content.channel[0].id', 'create', '/stream/ST', streamOf({ id: '' })],
    ['content.channel[0].active', 'create', '/stream/ST', streamOf({ active: 'yes' })],
    ['content.channel[0].width', 'create', '/stream/ST', streamOf({ width: -1 })],
    ['content.channel[0].width', 'create', '/stream/ST', streamOf({ width: 1.5 })],
    ['content.channel[0].height', 'create', '/stream/ST', streamOf({ height: '480' })],
    ['content.channel[0].orientation', 'create', '/stream/ST', streamOf({ orientation: 45 })],
    ['content.channel[0].frameRate', 'create', '/stream/ST', streamOf({ frameRate: 1e9 })],
    ['content.channel[0].source', 'create', '/stream/ST', streamOf({ source: 'tv' })],
    ['content.channel[0].fitMode', 'create', '/stream/ST', streamOf({ fitMode: null })],
    ['content.name', 'create', '/stream/ST', { ...streamOf({}), name: 'x'.repeat(1001) }],
    ['content.maxBitrate', 'create', '/stream/ST', { ...streamOf({}), maxBitrate: -1 }],
    ['content.id', 'create', '/stream/ST', { ...streamOf({}), id: 'other' }],
    ['content.id', 'create', '/stream/ST/subscriber/SU', { id: 'other' }],
    ['content', 'update', '/stream/ST/channel/v', {}],
    ['content', 'update', '/stream/ST/channel/v', { unknown: 1 }],
    ['content.active', 'update', '/stream/ST/channel/v', { active: 1 }],
    [
      'content.preferredWidth',
      'update',
      '/stream/ST/subscriber/SU/channel/v',
      { preferredWidth: -1 },
    ],
    ['content.sdp', 'offer', '/stream/ST', {}],
    ['content.sdp', 'answer', '/stream/ST/subscriber/SU', { sdp: 7 }],
    ['content.candidate', 'candidate', '/stream/ST', { sdpMid: '0', sdpMLineIndex: 0 }],
    ['content.sdpMLineIndex', 'candidate', '/stream/ST', { candidate: '', sdpMLineIndex: -1 }],
    ['content.type', 'signal', '/signal/1', { type: 5 }],
    ['content.data', 'signal', '/signal/1', { data: {} }],
    ['content.mute', 'update', '', {}],
    ['content.mute.active', 'update', '', { mute: { active: 'yes' } }],
    ['content.mute', 'update', '/stream/ST', { mute: false }],
    ['content.capabilities', 'create', '/connection/C1', { capabilities: 'all' }],
    ['content.capabilities[0]', 'create', '/connection/C1', { capabilities: [1] }],
    ['content.userAgent', 'create', '/connection/C1', { userAgent: 'x'.repeat(1025) }],
    ['message.content', 'read', '', 'text'],
  ])('%s: %s P%s %j', (field, method, path, content) => {
    const error = protocolErrorOf(() => parse(method, path, content));
    expect(error).toMatchObject({ code: 'message-field', field, status: 400 });
    expect(error.message).toContain(field);
  });

  it.each([
    ['type', { type: 'x'.repeat(129) }, 413],
    ['type', { type: 'a b' }, 400],
    ['data', { data: '€'.repeat(2731) }, 413],
  ])('signal %s over its limit', (field, content, status) => {
    const error = protocolErrorOf(() => parse('signal', '/signal/1', content));
    expect(error).toMatchObject({ field, status });
  });

  it.each([
    ['message-method', 'explode', '/stream/ST'],
    ['message-method', 'created', '/connection/C1'],
    ['message-method', 'read', '/stream/ST'],
    ['message-method', 'update', '/stream/ST/subscriber/SU'],
    ['message-method', 'generateoffer', '/stream/ST'],
    ['message-method', 'create', '/archive/A'],
    ['message-method', 'constructor', ''],
    ['message-uri', 'create', '/caption/1'],
    ['message-uri', 'create', '/stream/a%2Fb'],
    ['message-uri', 'signal', '/connection/%C3%A9/signal/1'],
  ])('%s: %s P%s', (code, method, path) => {
    expect(protocolErrorOf(() => parse(method, path)).code).toBe(code);
  });

  it.each([
    ['json-syntax', 'not json'],
    ['json-depth', '['.repeat(10_000)],
    ['message-field', 'null'],
    ['message-field', '[]'],
    ['message-field', '{"uri":"x"}'],
    ['message-uri', '{"method":"read","uri":"x"}'],
  ])('%s: %.20s', (code, payload) => {
    expect(protocolErrorOf(() => parseClientMessage(payload)).code).toBe(code);
  });

  it.each([
    [{ width: -1 }, 'content.channel[0].width must be an integer from 0 to 16384, got -1'],
    [
      { source: 'tv' },
      'content.channel[0].source must be one of "camera", "screen", "custom", got "tv"',
    ],
    [{ type: 'smell' }, 'content.channel[0].type must be "audio" or "video", got "smell"'],
    [{ id: undefined }, 'content.channel[0].id is required'],
    [{ id: '' }, 'content.channel[0].id must not be empty'],
    [{ active: 1 }, 'content.channel[0].active must be true or false, got 1'],
  ])('say what is wrong in the words of all other errors: %j', (change, message) => {
    const error = protocolErrorOf(() => parse('create', '/stream/ST', streamOf(change)));
    expect(error.message).toBe(message);
  });

  it('an error message does not repeat long input', () => {
    const huge = 'x'.repeat(50_000);
    const error = protocolErrorOf(() =>
      parse('create', '/stream/ST', { channel: [{ ...channel, source: huge }] }),
    );
    expect(error.message.length).toBeLessThan(200);
    expect(protocolErrorOf(() => parse(huge, '')).message.length).toBeLessThan(200);
  });
});

it('any JSON in any place of a request is understood or refused', () => {
  const methods = ['create', 'read', 'update', 'delete', 'offer', 'answer', 'candidate', 'signal'];
  fc.assert(
    fc.property(
      fc.constantFrom(...methods),
      arbitrary.session,
      arbitrary.clientMessage,
      fc.jsonValue(),
      fc.nat(),
      (method, address, message, junk, position) => {
        const envelope = JSON.parse(formatClientMessage(address, message)) as {
          content: Record<string, unknown>;
        };
        const keys = Object.keys(envelope.content);
        const key = keys[position % Math.max(keys.length, 1)] ?? 'channel';
        const content = { ...envelope.content, [key]: junk };
        returnsOrRefuses(() => parseClientMessage(JSON.stringify({ ...envelope, content })));
        returnsOrRefuses(() => parseClientMessage(JSON.stringify({ ...envelope, method })));
        returnsOrRefuses(() => parseClientMessage(JSON.stringify(junk)));
      },
    ),
    { numRuns: 500 },
  );
});

it('a __proto__ key changes nothing', () => {
  const payload = `{"method":"update","uri":"${prefix}/stream/ST/channel/v","content":{"active":true,"__proto__":{"width":9}}}`;
  const { message } = parseClientMessage(payload);
  expect(message).toEqual({
    ...{ kind: 'channel-update', streamId: 'ST', channelId: 'v', changes: { active: true } },
  });
  expect(({} as Record<string, unknown>)['width']).toBeUndefined();
});
