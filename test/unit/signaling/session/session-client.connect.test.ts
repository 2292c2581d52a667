import { describe, expect, it } from 'vitest';
import { ErrorCode, SessionError } from '../../../../lib/common/session-error.js';
import type { ClientMessage } from '../../../../lib/protocol/messages/client-message.js';
import { ClientRig, connectionInfo, streamInfo } from '../../../helpers/rigs/client-rig.js';
import type { Answer } from '../../../helpers/fakes/fake-messaging.js';
import { settle } from '../../../helpers/fakes/fake-clock.js';

/** Refuses one kind of message. */
const refuse =
  (kind: ClientMessage['kind'], status: number) =>
  (message: ClientMessage): Answer | 'usual' =>
    message.kind === kind ? { status } : 'usual';

/** Does not answer one kind of message. */
const ignore =
  (kind: ClientMessage['kind']) =>
  (message: ClientMessage): Answer | 'usual' =>
    message.kind === kind ? undefined : 'usual';

describe('SessionClient.connect', () => {
  it('rule 1: constructing does nothing', async () => {
    const rig = new ClientRig();
    await settle();
    expect(rig.client.state).toBe('new');
    expect(rig.messagings).toEqual([]);
    expect(rig.platform.requests).toEqual([]);
  });

  it('introduces itself with the token and reads the state (protocol §6)', async () => {
    const rig = new ClientRig();
    const connection = await rig.client.connect('token');
    expect(rig.server.kinds).toEqual(['connection-create', 'session-read']);
    expect(rig.server.last('connection-create')).toMatchObject({
      connectionId: connection.id,
      capabilities: ['renegotiation', 'force-mute'],
    });
    expect(rig.server.options).toMatchObject({
      serverAddress: 'symphony.test',
      topics: ['/v2/partner/100/session/S1'],
      resumable: true,
    });
    expect(rig.client.connection).toBe(connection);
  });

  it('announces nothing that the server does not have', async () => {
    const rig = new ClientRig({ info: { renegotiation: false, extensions: [] } });
    await rig.client.connect('token');
    expect(rig.server.last('connection-create').capabilities).toEqual([]);
  });

  it('rule 3: connected, then connectionCreated for everybody, then streamReceived for all', async () => {
    const rig = new ClientRig({
      state: {
        connections: [connectionInfo('A', 'name=Ann'), connectionInfo('B')],
        streams: [streamInfo('SB', 'B'), streamInfo('SA', 'A')],
      },
    });
    await rig.client.connect('token');
    expect(rig.names).toEqual([
      'connected',
      ...['connectionCreated', 'connectionCreated', 'streamReceived', 'streamReceived'],
    ]);
    expect(rig.client.connections.map(({ data }) => data)).toEqual(['name=Ann', '']);
    expect(rig.client.streams.map(({ id }) => id)).toEqual(['SB', 'SA']);
  });

  it('rule 4: connecting twice is 1015 and names both states', async () => {
    const rig = new ClientRig();
    const first = rig.client.connect('token');
    await expect(rig.client.connect('token')).rejects.toMatchObject({
      code: ErrorCode.SessionIllegalState,
      message: 'session cannot become connecting while it is connecting',
    });
    await first;
    await expect(rig.client.connect('token')).rejects.toMatchObject({ code: 1015 });
    expect(rig.client.state).toBe('connected');
  });

  it('rule 4: after `disconnected` the same object connects again, as another connection', async () => {
    const rig = new ClientRig();
    const first = await rig.client.connect('token');
    void rig.client.disconnect();
    const second = await rig.client.connect('token');
    expect(second.id).not.toBe(first.id);
    expect(rig.names).toEqual(['connected', 'disconnected', 'connected']);
  });

  it('rule 4: connecting while the farewell takes its time waits for `disconnected`', async () => {
    const rig = await ClientRig.connected();
    let left: () => void = () => undefined;
    rig.server.leave = () => new Promise((resolve) => (left = resolve));
    void rig.client.disconnect();
    const connecting = rig.client.connect('token');
    await settle();
    expect(rig.messagings).toHaveLength(1);
    expect(rig.names).toEqual([]);
    left();
    await connecting;
    expect(rig.names).toEqual(['disconnected', 'connected']);
  });

  it.each([
    ['connection-create', 403, ErrorCode.AuthorizationFailure],
    ['connection-create', 404, ErrorCode.InvalidSessionId],
    ['connection-create', 408, ErrorCode.SessionConnectionTimeout],
    ['connection-create', 409, ErrorCode.SessionConnectionLimitExceeded],
    ['connection-create', 400, ErrorCode.ConnectionFailed],
    ['session-read', 403, ErrorCode.AuthorizationFailure],
    ['session-read', 408, ErrorCode.SessionStateFailed],
    ['session-read', 500, ErrorCode.SessionStateFailed],
  ] as const)(
    'rule 2: %s refused with %i rejects with %i, and raises nothing',
    async (kind, status, code) => {
      const rig = new ClientRig({ answer: refuse(kind, status) });
      await expect(rig.client.connect('token')).rejects.toMatchObject({ code, source: 'session' });
      expect(rig.names).toEqual([]);
      expect(rig.client.state).toBe('disconnected');
      expect(rig.server.state).toBe('closed');
    },
  );

  it('a state that does not list oneself, or is none, is 1020', async () => {
    const missing = new ClientRig({
      answer: ({ kind }) =>
        kind === 'session-read'
          ? { kind: 'session-state', sessionId: 'S1', connections: [], streams: [], archives: [] }
          : 'usual',
    });
    const code = ErrorCode.SessionStateFailed;
    await expect(missing.client.connect('token')).rejects.toMatchObject({ code });
    const other = new ClientRig({
      answer: ({ kind }) =>
        kind === 'session-read' ? { kind: 'mute-session', active: true, excluded: [] } : 'usual',
    });
    await expect(other.client.connect('token')).rejects.toMatchObject({ code });
    expect(other.names).toEqual([]);
  });

  it('a failed session-info request is passed on, and connecting may be tried again', async () => {
    const failure = new SessionError(ErrorCode.InvalidSessionId, 'no such session');
    const rig = new ClientRig({
      client: { parts: { getSessionInfo: () => Promise.reject(failure) } },
    });
    await expect(rig.client.connect('token')).rejects.toBe(failure);
    await expect(rig.client.connect('token')).rejects.toBe(failure);
  });

  it.each(['connection-create', 'session-read'] as const)(
    'an abort while %s is unanswered rejects with its reason, and raises nothing',
    async (kind) => {
      const rig = new ClientRig({ answer: ignore(kind) });
      const controller = new AbortController();
      const connecting = rig.client.connect('token', { signal: controller.signal });
      connecting.catch(() => undefined);
      await settle();
      const reason = new Error('enough');
      controller.abort(reason);
      await expect(connecting).rejects.toBe(reason);
      expect(rig.names).toEqual([]);
      expect(rig.client.state).toBe('disconnected');
      expect(rig.server.state).toBe('closed');
    },
  );

  it('an abort before or after has no effect on the network or on the session', async () => {
    const rig = new ClientRig();
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    await expect(rig.client.connect('token', { signal })).rejects.toBe(reason);
    expect(rig.messagings).toEqual([]);
    const controller = new AbortController();
    await rig.client.connect('token', { signal: controller.signal });
    controller.abort(reason);
    await settle();
    expect(rig.client.state).toBe('connected');
  });

  it('disconnect() while connecting rejects with 1010, and raises nothing', async () => {
    const rig = new ClientRig({ answer: ignore('session-read') });
    const connecting = rig.client.connect('token');
    connecting.catch(() => undefined);
    await settle();
    await rig.client.disconnect();
    await expect(connecting).rejects.toMatchObject({ code: ErrorCode.SessionDisconnected });
    expect(rig.names).toEqual([]);
    expect(rig.client.state).toBe('disconnected');
  });

  it.each(['connection-create', 'session-read'] as const)(
    'disconnect() before the answer to %s resolves when one may connect again',
    async (kind) => {
      let ignored = 0;
      const rig = new ClientRig({
        answer: (message) => (message.kind === kind && ignored++ === 0 ? undefined : 'usual'),
      });
      const connecting = rig.client.connect('token');
      connecting.catch(() => undefined);
      await settle();
      expect(ignored).toBe(1);
      await rig.client.disconnect();
      expect(rig.client.state).toBe('disconnected');
      await rig.client.connect('token');
      expect(rig.names).toEqual(['connected']);
    },
  );

  it.each(['disconnect', 'dispose'] as const)(
    'a listener may %s() at the very beginning: nothing reaches the network',
    async (ending) => {
      const rig = new ClientRig();
      rig.client.on('stateChanged', ({ state }) => {
        if (state === 'connecting') void rig.client[ending]();
      });
      await expect(rig.client.connect('token')).rejects.toMatchObject({
        code: ErrorCode.SessionDisconnected,
      });
      expect(rig.messagings).toEqual([]);
      expect(rig.names).toEqual([]);
    },
  );

  it('a connection that closes right after the state was read is a failure to connect', async () => {
    const gone = new SessionError(ErrorCode.ConnectionDropped, 'gone');
    const rig = new ClientRig({
      answer: ({ kind }, messaging) => {
        if (kind === 'session-read') {
          queueMicrotask(() => {
            messaging.close('stopped', gone);
          });
        }
        return 'usual';
      },
    });
    await expect(rig.client.connect('token')).rejects.toBe(gone);
    expect(rig.names).toEqual([]);
  });

  it('a loss right after the state was read begins a reconnection after `connected`', async () => {
    const rig = new ClientRig({
      answer: ({ kind }, messaging) => {
        if (kind === 'session-read') {
          queueMicrotask(() => {
            messaging.lose();
          });
        }
        return 'usual';
      },
    });
    await rig.client.connect('token');
    expect(rig.names).toEqual(['connected', 'reconnectionStart']);
    rig.server.resume();
    expect(rig.names).toEqual(['connected', 'reconnectionStart', 'reconnectionSuccess']);
  });

  it('a listener of `connected` may leave: nothing of the session follows', async () => {
    const rig = new ClientRig({ state: { connections: [connectionInfo('A')] } });
    rig.client.on('connected', () => rig.client.disconnect());
    await rig.client.connect('token');
    await settle();
    expect(rig.names).toEqual(['connected', 'disconnected']);
    expect(rig.client.connections).toEqual([]);
  });
});

describe('SessionClient before and after', () => {
  it('rule 14: every operation before `connected`, and after, is 1010 and names itself', async () => {
    const rig = new ClientRig();
    const { client } = rig;
    const description = { name: '', audioFallbackEnabled: false, channels: [] };
    const check = async (): Promise<void> => {
      const code = ErrorCode.SessionDisconnected;
      expect(() => client.publish({ description, tracks: [] })).toThrow(/^publish needs/);
      expect(() => client.subscribe('S')).toThrow(/^subscribe needs/);
      await expect(client.signal('t', 'd')).rejects.toMatchObject({ code });
      await expect(client.forceDisconnect('A')).rejects.toMatchObject({ code });
      await expect(client.forceUnpublish('S')).rejects.toMatchObject({ code });
      await expect(client.muteAll()).rejects.toMatchObject({ code });
      client.networkChanged();
      expect(client.connection).toBeUndefined();
      expect(Object.values(client.capabilities)).not.toContain(true);
    };
    await check();
    await client.connect('token');
    await client.disconnect();
    await check();
  });

  it('rule 6: disconnect() ends in one `disconnected` without an error', async () => {
    const rig = await ClientRig.connected();
    await Promise.all([rig.client.disconnect(), rig.client.disconnect()]);
    await rig.client.disconnect();
    expect(rig.log).toEqual([
      { name: 'disconnected', payload: { reason: 'clientDisconnected', error: undefined } },
    ]);
  });

  it('rule 7: an involuntary loss says why', async () => {
    const rig = await ClientRig.connected();
    const error = new SessionError(ErrorCode.ConnectionDropped, 'gone');
    rig.server.close('stopped', error);
    expect(rig.log).toEqual([
      { name: 'disconnected', payload: { reason: 'networkDisconnected', error } },
    ]);
    expect(rig.client.state).toBe('disconnected');
  });

  it('rule 8: a moderator’s doing ends in `disconnected` without an error', async () => {
    const rig = await ClientRig.connected();
    const own = rig.client.connection?.id ?? '';
    const deleted = { kind: 'connection-deleted', connectionId: own } as const;
    rig.server.deliver({ ...deleted, reason: 'forceDisconnected' });
    rig.server.deliver({ ...deleted, reason: 'forceDisconnected' });
    expect(rig.log).toEqual([
      { name: 'disconnected', payload: { reason: 'forceDisconnected', error: undefined } },
    ]);
    expect(rig.server.state).toBe('closed');
  });

  it('rule 7: any other end that the server makes is an error', async () => {
    const rig = await ClientRig.connected();
    const own = rig.client.connection?.id ?? '';
    const reason = 'networkDisconnected';
    rig.server.deliver({ kind: 'connection-deleted', connectionId: own, reason });
    expect(rig.log).toMatchObject([
      { payload: { reason, error: { code: ErrorCode.ConnectionDropped } } },
    ]);
  });

  it.each(['new', 'connecting', 'connected', 'reconnecting', 'leaving', 'disconnected'])(
    'rule 9: dispose() while %s raises nothing and is final',
    async (when) => {
      const rig = new ClientRig({
        answer: when === 'connecting' ? ignore('session-read') : () => 'usual',
      });
      const changes: unknown[] = [];
      let connecting: Promise<unknown> = Promise.resolve();
      if (when !== 'new') connecting = rig.client.connect('token');
      connecting.catch(() => undefined);
      await settle();
      if (when === 'reconnecting') rig.server.lose();
      if (when === 'leaving') void rig.client.disconnect();
      if (when === 'disconnected') await rig.client.disconnect();
      rig.log.length = 0;
      rig.client.on('stateChanged', (change) => changes.push(change));
      rig.client.dispose();
      rig.client.dispose();
      await settle();
      expect(rig.client.state).toBe('disposed');
      expect([...rig.log, ...changes]).toEqual([]);
      for (const messaging of rig.messagings) expect(messaging.state).toBe('closed');
      if (when === 'connecting') await expect(connecting).rejects.toMatchObject({ code: 1010 });
      await rig.client.disconnect();
      await expect(rig.client.connect('token')).rejects.toMatchObject({ code: 1015 });
    },
  );

  it('every change of state is announced with the one before', async () => {
    const rig = new ClientRig();
    const changes: string[] = [];
    rig.client.on('stateChanged', ({ previous, state }) => changes.push(`${previous} ${state}`));
    await rig.client.connect('token');
    rig.server.lose();
    rig.server.resume();
    await rig.client.disconnect();
    rig.client.dispose();
    expect(changes).toEqual([
      'new connecting',
      'connecting connected',
      'connected reconnecting',
      'reconnecting connected',
      'connected disconnected',
    ]);
  });
});
