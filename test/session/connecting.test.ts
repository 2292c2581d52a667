import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ErrorCode } from '../../lib/common/session-error.js';
import { createProjectToken, createT1Token } from '../../lib/protocol/index.js';
import { Session } from '../../lib/client/session.js';
import { SessionRoom } from '../helpers/rigs/session-room.js';
import { until } from '../helpers/until.js';

describe('connecting', () => {
  let room: SessionRoom;

  beforeEach(async () => {
    room = await SessionRoom.open();
  });
  afterEach(() => room[Symbol.asyncDispose]());

  it('rule 1: constructing a session does nothing on the network, nor with the engine', () => {
    const { session, log } = room.member({ apiUrl: 'http://127.0.0.1:1' });
    expect(session.state).toBe('new');
    expect(session.connection).toBeUndefined();
    expect(session.capabilities.canPublish).toBe(false);
    expect(session.connections).toEqual([]);
    expect(session.streams).toEqual([]);
    expect(log.entries).toEqual([]);
  });

  it('rule 2: success is `connected` and a resolved promise', async () => {
    const { session, log } = room.member();
    const states: string[] = [];
    session.on('stateChanged', ({ state }) => states.push(state));
    const before = Date.now();
    await session.connect(await room.token({ data: 'name=Ann' }));
    expect(log.names).toEqual(['connected']);
    expect(states).toEqual(['connecting', 'connected']);
    expect(session.state).toBe('connected');
    expect(session.connection).toBe(log.payloads('connected')[0]?.connection);
    expect(session.connection?.data).toBe('name=Ann');
    expect(Number(session.connection?.creationTime)).toBeGreaterThanOrEqual(before);
    expect(Number(session.connection?.creationTime)).toBeLessThanOrEqual(Date.now());
  });

  it('rule 2: failure before `connected` is `error` only, and a rejection with the same error', async () => {
    const { session, log } = room.member();
    const error: unknown = await session.connect('T1==bm90IGEgdG9rZW4=').catch((e: unknown) => e);
    expect(error).toMatchObject({ code: ErrorCode.AuthorizationFailure, source: 'session' });
    expect(log.names).toEqual(['error']);
    expect(log.payloads('error')[0]).toBe(error);
    expect(session.state).toBe('disconnected');
  });

  it('rule 2: a rejection that nobody awaits is the `error` event, not an unhandled rejection', async () => {
    const unhandled = vi.fn();
    const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    process.on('unhandledRejection', unhandled);
    try {
      const { session, log } = room.member();
      void session.connect('nonsense');
      await log.until('error');
      await new Promise(setImmediate);
      await new Promise(setImmediate);
      expect(unhandled).not.toHaveBeenCalled();
      expect(warning).not.toHaveBeenCalled();
    } finally {
      process.off('unhandledRejection', unhandled);
      warning.mockRestore();
    }
  });

  it('rule 2: an error that nobody listens for and nobody awaits is a process warning', async () => {
    const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    try {
      const session = new Session(room.context, room.server.apiKey, room.sessionId, {
        apiUrl: room.server.url,
      });
      void session.connect('nonsense');
      await until(() => warning.mock.calls.length > 0);
      expect(warning).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('session info'), {
        type: 'SessionWarning',
        code: 'AuthorizationFailure',
        detail: expect.stringContaining('1004') as string,
      });
    } finally {
      warning.mockRestore();
    }
  });

  it('rule 3: `connected`, then everybody present in order of arrival; never oneself', async () => {
    const ann = await room.join({ data: 'Ann' });
    const bob = await room.join({ data: 'Bob' });
    const cleo = await room.join({ data: 'Cleo' });
    expect(cleo.log.names).toEqual(['connected', 'connectionCreated', 'connectionCreated']);
    const present = cleo.log.payloads('connectionCreated').map(({ connection }) => connection);
    expect(present.map(({ data }) => data)).toEqual(['Ann', 'Bob']);
    expect(cleo.session.connections).toEqual(present);
    expect(cleo.session.connections[0]).toBe(present[0]);

    await ann.log.until('connectionCreated', ({ connection }) => connection.data === 'Cleo');
    await bob.log.until('connectionCreated', ({ connection }) => connection.data === 'Cleo');
    expect(ann.log.payloads('connectionCreated').map(({ connection }) => connection.data)).toEqual([
      'Bob',
      'Cleo',
    ]);
  });

  it('says why the server refuses a token', async () => {
    const project = { apiKey: '100', secret: 'only for this test' };
    const credentials = { apiKey: project.apiKey, apiSecret: project.secret };
    await using strict = await SessionRoom.open({ projects: [project] });
    const { sessionId } = strict;
    const yesterday = { sessionId, now: () => Date.now() - 86_400_000, lifetimeSeconds: 60 };
    const stolen = { ...credentials, apiSecret: 'another secret' };
    for (const [token, reason] of [
      [await createT1Token(credentials, yesterday), /token has expired$/],
      [await createProjectToken(credentials, yesterday), /token has expired$/],
      [await createT1Token(stolen, { sessionId }), /signature does not match$/],
      [await createProjectToken(stolen, { sessionId }), /signature does not match$/],
    ] as const) {
      await expect(strict.member().session.connect(token)).rejects.toMatchObject({
        code: ErrorCode.AuthorizationFailure,
        message: expect.stringMatching(reason) as string,
      });
    }
  });

  it('rule 4: connecting when connecting or connected is 1015 and changes nothing', async () => {
    const { session, log } = room.member();
    const token = await room.token();
    const first = session.connect(token);
    await expect(session.connect(token)).rejects.toMatchObject({
      code: ErrorCode.SessionIllegalState,
    });
    await first;
    const error: unknown = await session.connect(token).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: ErrorCode.SessionIllegalState });
    expect(error).toHaveProperty('message', expect.stringMatching(/connecting.*connected/));
    expect(log.names).toEqual(['error', 'connected', 'error']);
    expect(session.state).toBe('connected');
  });

  it('rule 4: after `disconnected`, and after a failure, the same object connects again', async () => {
    const { session, log } = room.member();
    await session.connect('nonsense').catch(() => undefined);
    await session.connect(await room.token());
    const { connection } = session;
    await session.disconnect();
    await session.connect(await room.token());
    expect(log.names).toEqual(['error', 'connected', 'disconnected', 'connected']);
    expect(session.connection?.id).not.toBe(connection?.id);
  });

  it('rule 5: connectionEventsSuppressed raises no connection events at all', async () => {
    const ann = await room.join({ data: 'Ann' });
    const bob = await room.join({ data: 'Bob' }, { connectionEventsSuppressed: true });
    await ann.session.disconnect();
    const cleo = await room.join({ data: 'Cleo' });
    await cleo.session.sendSignal('last', '');
    await bob.log.until('signal');
    expect(bob.log.names).toEqual(['connected', 'signal']);
    expect(bob.session.connections.map(({ data }) => data)).toEqual(['Cleo']);
  });

  it('gives up when the signal is aborted: rejects with its reason and raises nothing', async () => {
    const { session, log } = room.member();
    const controller = new AbortController();
    const connecting = session.connect(await room.token(), { signal: controller.signal });
    controller.abort();
    await expect(connecting).rejects.toBe(controller.signal.reason);
    expect(log.names).toEqual([]);
    expect(session.state).toBe('disconnected');
  });

  it('gives up when disconnect() is called meanwhile: rejects with 1010 and raises nothing', async () => {
    const { session, log } = room.member();
    const connecting = session.connect(await room.token());
    const rejected = expect(connecting).rejects.toMatchObject({
      code: ErrorCode.SessionDisconnected,
    });
    await session.disconnect();
    await rejected;
    expect(log.names).toEqual([]);
    expect(session.state).toBe('disconnected');
  });
});
