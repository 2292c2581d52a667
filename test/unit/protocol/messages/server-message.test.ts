import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatServerMessage, parseServerMessage } from '../../../../lib/protocol/index.js';
import type { ServerMessage } from '../../../../lib/protocol/index.js';
import * as arbitrary from '../arbitraries.js';
import { protocolErrorOf, returnsOrRefuses } from '../helpers.js';

const session = { partnerId: '100', sessionId: 'S1' };
const prefix = '/v2/partner/100/session/S1';

function parse(method: string, path: string, content: unknown = {}, reason?: string): unknown {
  return parseServerMessage(JSON.stringify({ method, uri: prefix + path, content, reason }));
}

const channel = {
  ...{ id: 'v', type: 'video', active: true, width: 640, height: 480 },
  ...{ orientation: 0, source: 'camera', fitMode: 'cover' },
};

describe('server messages', () => {
  it('come back, whatever they are', () => {
    fc.assert(
      fc.property(arbitrary.session, arbitrary.serverMessage, (address, message) => {
        expect(parseServerMessage(formatServerMessage(address, message))).toEqual(message);
      }),
      { numRuns: 1000 },
    );
  });

  it('bring the whole session state back', () => {
    const state = fc.record({
      connections: fc.array(arbitrary.connectionInfo, { maxLength: 5 }),
      streams: fc.array(arbitrary.streamInfo, { maxLength: 5 }),
    });
    fc.assert(
      fc.property(arbitrary.session, state, fc.boolean(), (address, lists, active) => {
        const message: ServerMessage = {
          kind: 'session-state',
          sessionId: address.sessionId,
          ...lists,
          archives: [{ id: 'A', name: '', status: 'started' }],
          mute: { active, excluded: ['ST'] },
        };
        expect(parseServerMessage(formatServerMessage(address, message))).toEqual(message);
      }),
    );
  });

  it('give 2016 clients the three lists they need, even if empty', () => {
    const payload = formatServerMessage(session, {
      ...{ kind: 'session-state', sessionId: 'S1', connections: [], streams: [], archives: [] },
    });
    expect(JSON.parse(payload)).toEqual({
      method: 'read',
      uri: prefix,
      content: { id: 'S1', connection: [], stream: [], archive: [] },
    });
  });

  it('carry the reason of a deletion at the top level', () => {
    const payload = formatServerMessage(session, {
      ...{ kind: 'connection-deleted', connectionId: 'C1', reason: 'forceDisconnected' },
    });
    expect(JSON.parse(payload)).toEqual({
      method: 'deleted',
      uri: `${prefix}/connection/C1`,
      content: {},
      reason: 'forceDisconnected',
    });
  });
});

describe('tolerant reading', () => {
  it('accepts booleans and numbers as text, and unknown keys', () => {
    const content = { active: 'false', width: '1280', height: 720, futureKey: {} };
    expect(parse('updated', '/stream/ST/channel/v', content)).toEqual({
      ...{ kind: 'channel-updated', streamId: 'ST', channelId: 'v' },
      changes: { active: false, width: 1280, height: 720 },
    });
  });

  it.each([{ connection: { id: 'C1' } }, { connectionId: 'C1' }])(
    'finds a streams owner in %j',
    (owner) => {
      const content = { id: 'ST', ...owner, creationTime: '1700000000000', channel: [channel] };
      expect(parse('created', '/stream/ST', content)).toMatchObject({
        kind: 'stream-created',
        stream: { id: 'ST', connectionId: 'C1', creationTime: 1700000000000, channels: [channel] },
      });
    },
  );

  it.each(['archive', 'archives'])('finds archives under %s', (key) => {
    const content = {
      connection: [],
      stream: [],
      [key]: [{ id: 'A', name: 'n', status: 'started' }],
    };
    expect(parse('read', '', content)).toMatchObject({
      archives: [{ id: 'A', name: 'n', status: 'started' }],
    });
  });

  it('leaves out list elements that it cannot use, and keeps the rest', () => {
    const content = {
      connection: [{ id: 'C1', permissions: ['publish', 'fly'] }, { data: 'no id' }, 7],
      stream: [
        { id: 'ST', connectionId: 'C1', channel: [{ id: 'x', type: 'smell' }, channel] },
        { id: 'no owner', channel: [] },
      ],
    };
    expect(parse('read', '', content)).toEqual({
      kind: 'session-state',
      sessionId: 'S1',
      connections: [{ id: 'C1', creationTime: 0, data: '', permissions: ['publish'] }],
      streams: [
        {
          ...{ id: 'ST', name: '', audioFallbackEnabled: false, channels: [channel] },
          ...{ connectionId: 'C1', creationTime: 0 },
        },
      ],
      archives: [],
    });
  });

  it('takes ids from the uri', () => {
    expect(parse('created', '/connection/C1', { data: 'Ann' })).toMatchObject({
      connection: { id: 'C1', data: 'Ann' },
    });
  });

  it.each([
    [undefined, 'clientDisconnected'],
    ['forceDisconnected', 'forceDisconnected'],
    ['networkTimedout', 'networkDisconnected'],
    ['somethingNew', 'clientDisconnected'],
  ])('reads the reason %s as %s', (reason, expected) => {
    expect(parse('deleted', '/connection/C1', undefined, reason)).toMatchObject({
      reason: expected,
    });
    expect(parse('deleted', '/stream/ST', null, reason)).toMatchObject({ reason: expected });
  });

  it('reads pranswer as answer and keeps peer fields to echo', () => {
    expect(parse('pranswer', '/stream/ST/subscriber/SU', { sdp: 'v=0', peerId: '7' })).toEqual({
      ...{ kind: 'answer', streamId: 'ST', subscriberId: 'SU', sdp: 'v=0', peer: { peerId: '7' } },
    });
    expect(parse('generateoffer', '/stream/ST', { peerId: '7', peerPriority: 1 })).toEqual({
      ...{ kind: 'generate-offer', streamId: 'ST', peer: { peerId: '7', peerPriority: 1 } },
    });
  });

  it.each([
    [
      { type: 't', data: 'd' },
      { type: 't', data: 'd' },
    ],
    [{}, { type: '', data: '' }],
    [{ data: { a: 1 } }, { type: '', data: '{"a":1}' }],
    [{ data: null }, { type: '', data: '' }],
  ])('reads the signal %j', (content, expected) => {
    expect(parse('signal', '/signal/x', content)).toEqual({
      ...{ kind: 'signal', signalId: 'x', ...expected },
    });
  });

  it.each([
    ['explode', '/stream/ST'],
    ['created', '/caption/1'],
    ['updated', ''],
    ['created', '/signal/1'],
    ['deleted', '/archive/A'],
  ])('ignores what it does not know: %s P%s', (method, path) => {
    expect(parse(method, path)).toEqual({ kind: 'unknown', method, uri: prefix + path });
  });

  it.each([
    ['content.sdp', 'offer', '/stream/ST', {}],
    ['content.channel', 'created', '/stream/ST', { connectionId: 'C1' }],
    ['content.mute.active', 'updated', '', { mute: {} }],
    ['content.active', 'updated', '/stream/ST/channel/v', { active: 'maybe' }],
  ])('refuses a known message without its %s', (field, method, path, content) => {
    const error = protocolErrorOf(() => parse(method, path, content));
    expect(error).toMatchObject({ code: 'message-field', field });
  });

  it('understands or refuses any JSON in any place', () => {
    fc.assert(
      fc.property(arbitrary.serverMessage, fc.jsonValue(), fc.nat(), (message, junk, position) => {
        const envelope = JSON.parse(formatServerMessage(session, message)) as {
          content: Record<string, unknown>;
        };
        const keys = Object.keys(envelope.content);
        const key = keys[position % Math.max(keys.length, 1)] ?? 'channel';
        const content = { ...envelope.content, [key]: junk };
        returnsOrRefuses(() => parseServerMessage(JSON.stringify({ ...envelope, content })));
        returnsOrRefuses(() => parseServerMessage(JSON.stringify(junk)));
      }),
      { numRuns: 500 },
    );
  });
});
