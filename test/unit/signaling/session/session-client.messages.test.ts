import { describe, expect, it } from 'vitest';
import { ErrorCode } from '../../../../lib/common/session-error.js';
import type { ClientMessage } from '../../../../lib/protocol/messages/client-message.js';
import { ClientRig, connectionInfo, streamInfo } from '../../../helpers/rigs/client-rig.js';

const others = { connections: [connectionInfo('A')], streams: [streamInfo('SA', 'A')] };

describe('events of others', () => {
  it('rule 3: come and go in order', async () => {
    const rig = await ClientRig.connected({ state: others });
    rig.server.deliver({ kind: 'stream-created', stream: streamInfo('SB', 'B') });
    rig.server.deliver({ kind: 'connection-created', connection: connectionInfo('B') });
    rig.server.deliver({
      kind: 'connection-deleted',
      connectionId: 'A',
      reason: 'networkDisconnected',
    });
    expect(rig.names).toEqual([
      ...['connectionCreated', 'streamReceived', 'streamDropped', 'connectionDropped'],
    ]);
    expect(rig.log.at(-1)?.payload).toMatchObject({
      connection: { id: 'A' },
      reason: 'networkDisconnected',
    });
  });

  it('rule 16: mute and size changes', async () => {
    const rig = await ClientRig.connected({ state: others });
    const changes = { active: false, width: 320, height: 240 };
    rig.server.deliver({ kind: 'channel-updated', streamId: 'SA', channelId: 'video1', changes });
    expect(rig.names).toEqual(['streamHasVideoChanged', 'streamDimensionsChanged']);
  });

  it('messages that cannot be understood are ignored and told', async () => {
    const rig = await ClientRig.connected();
    rig.server.deliverText('{');
    const uri = '/v2/partner/100/session/S1/stream/SA/channel/video1';
    rig.server.deliverText(JSON.stringify({ method: 'updated', uri, content: { width: 'wide' } }));
    expect(rig.ignored).toHaveLength(2);
    rig.server.deliverText('{"method":"danced","uri":"/v2/partner/100/session/S1"}');
    expect(rig.ignored).toHaveLength(2);
    expect(rig.names).toEqual([]);
    expect(rig.client.state).toBe('connected');
  });

  it('one object stands for a stream for its whole life', async () => {
    const rig = await ClientRig.connected({ state: others });
    const [stream] = rig.client.streams;
    rig.server.deliver({ kind: 'stream-deleted', streamId: 'SA', reason: 'clientDisconnected' });
    expect(rig.log).toMatchObject([{ name: 'streamDropped' }]);
    expect((rig.log[0]?.payload as { stream: unknown }).stream).toBe(stream);
  });
});

describe('signals', () => {
  it('rule 19: to all or to one; the sender is known, the REST API has none', async () => {
    const rig = await ClientRig.connected({ state: others });
    await rig.client.signal('chat', 'hello');
    await rig.client.signal('', '', { to: 'A' });
    expect(rig.server.received.slice(-2)).toMatchObject([
      { kind: 'signal', type: 'chat', data: 'hello' },
      { kind: 'signal', type: '', data: '', to: 'A' },
    ]);
    const signal = { kind: 'signal', signalId: 'G', type: 't', data: 'd' } as const;
    rig.server.deliver(signal, 'A');
    rig.server.deliver(signal, '');
    expect(rig.log.map(({ payload }) => payload)).toMatchObject([
      { type: 't', data: 'd', connection: { id: 'A' } },
      { connection: undefined },
    ]);
  });

  it.each([
    ['x'.repeat(129), '', ErrorCode.SessionSignalTypeTooLong],
    ['white space', '', ErrorCode.SessionInvalidSignalType],
    ['', 'ü'.repeat(4097), ErrorCode.SessionSignalDataTooLong],
  ])(
    'rule 18: limits are in bytes and checked before anything is sent',
    async (type, data, code) => {
      const rig = await ClientRig.connected();
      await expect(rig.client.signal(type, data)).rejects.toMatchObject({
        code,
        source: 'session',
      });
      expect(rig.server.kinds).not.toContain('signal');
    },
  );

  it.each([
    [404, ErrorCode.SignalTargetNotFound],
    [413, ErrorCode.SessionSignalDataTooLong],
    [403, ErrorCode.UnableToSendSignal],
    [429, ErrorCode.UnableToSendSignal],
    [408, ErrorCode.UnableToSendSignal],
  ])('rule 19: refused with %i rejects with %i', async (status, code) => {
    const answer = ({ kind }: ClientMessage) => (kind === 'signal' ? { status } : 'usual');
    const rig = await ClientRig.connected({ answer });
    await expect(rig.client.signal('t', 'd')).rejects.toMatchObject({ code });
    expect(rig.names).toEqual([]);
  });

  it('rule 12: during a loss they are kept and sent in order, once; or refused at once', async () => {
    const rig = await ClientRig.connected();
    rig.server.lose();
    const sent = [1, 2, 3].map((n) => rig.client.signal('t', String(n)));
    await expect(
      rig.client.signal('t', 'never', { retryAfterReconnect: false }),
    ).rejects.toMatchObject({ code: ErrorCode.SessionDisconnected });
    rig.server.resume();
    await Promise.all(sent);
    const data = rig.server.received.flatMap((message) =>
      message.kind === 'signal' ? [message.data] : [],
    );
    expect(data).toEqual(['1', '2', '3']);
    expect(rig.names).toEqual(['reconnectionStart', 'reconnectionSuccess']);
  });
});

describe('moderation', () => {
  const moderator = {
    own: { permissions: ['forcedisconnect', 'forceunpublish', 'forcemute'] },
  } as const;

  it('rule 20: asks the server', async () => {
    const rig = await ClientRig.connected(moderator);
    await rig.client.forceDisconnect('A');
    await rig.client.forceUnpublish('SA');
    await rig.client.muteAll(['SB']);
    await rig.client.disableMute();
    await rig.client.muteStream('SA');
    expect(rig.server.received.slice(2)).toMatchObject([
      { kind: 'connection-delete', connectionId: 'A' },
      { kind: 'stream-delete', streamId: 'SA' },
      { kind: 'mute-session', active: true, excluded: ['SB'] },
      { kind: 'mute-session', active: false, excluded: [] },
      { kind: 'mute-stream', streamId: 'SA' },
    ]);
  });

  it('rule 21: capabilities are those of the own connection and of the server', async () => {
    const rig = await ClientRig.connected(moderator);
    expect(rig.client.capabilities).toEqual({
      ...{ canPublish: false, canSubscribe: false, canSignal: false, canForceMute: true },
      ...{ canForceDisconnect: true, canForceUnpublish: true },
    });
    const plain = await ClientRig.connected({ ...moderator, info: { extensions: [] } });
    expect(plain.client.capabilities.canForceMute).toBe(false);
    await expect(plain.client.muteAll()).rejects.toMatchObject({
      code: ErrorCode.SessionUnableToForceMute,
    });
    expect(plain.server.kinds).not.toContain('mute-session');
  });

  it.each([
    ['forceDisconnect', 'connection-delete', ErrorCode.UnableToForceDisconnect],
    ['forceUnpublish', 'stream-delete', ErrorCode.UnableToForceUnpublish],
    ['muteStream', 'mute-stream', ErrorCode.SessionUnableToForceMute],
  ] as const)('rule 20: %s without the right is an error', async (operation, kind, code) => {
    const answer = (message: ClientMessage) => (message.kind === kind ? { status: 403 } : 'usual');
    const rig = await ClientRig.connected({ answer });
    await expect(rig.client[operation]('X')).rejects.toMatchObject({ code });
  });

  it('rule 20: everybody gets muteForced, and knows the state', async () => {
    const rig = await ClientRig.connected();
    rig.server.deliver({ kind: 'mute-session', active: true, excluded: [] });
    expect(rig.client.muteForced).toBe(true);
    expect(rig.log).toEqual([{ name: 'muteForced', payload: { active: true } }]);
  });
});
