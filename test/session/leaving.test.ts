import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ErrorCode } from '../../lib/common/session-error.js';
import { SessionRoom } from '../helpers/rigs/session-room.js';

describe('leaving', () => {
  let room: SessionRoom;

  beforeEach(async () => {
    room = await SessionRoom.open();
  });
  afterEach(() => room[Symbol.asyncDispose]());

  it('rule 6: disconnect() ends in `disconnected`, once and without an error', async () => {
    const ann = await room.join({ data: 'Ann' });
    const bob = await room.join({ data: 'Bob' });
    await bob.session.disconnect();
    await bob.session.disconnect();
    expect(bob.log.names).toEqual(['connected', 'connectionCreated', 'disconnected']);
    expect(bob.log.payloads('disconnected')).toEqual([{ reason: 'clientDisconnected' }]);
    expect(bob.session.state).toBe('disconnected');
    expect(bob.session.connection).toBeUndefined();

    const { connection, reason } = await ann.log.until('connectionDropped');
    expect([connection.data, reason]).toEqual(['Bob', 'clientDisconnected']);
    expect(connection).toBe(ann.log.payloads('connectionCreated')[0]?.connection);
  });

  it('disconnect() before connecting does nothing', async () => {
    const { session, log } = room.member();
    await session.disconnect();
    expect(session.state).toBe('new');
    expect(log.names).toEqual([]);
  });

  it('rule 7: an involuntary loss is `error`, immediately followed by `disconnected`', async () => {
    const { session, log } = await room.join();
    await room.server.close();
    await log.until('disconnected');
    expect(log.names).toEqual(['connected', 'error', 'disconnected']);
    expect(log.payloads('error')[0]).toMatchObject({ code: ErrorCode.ConnectionDropped });
    expect(log.payloads('disconnected')).toEqual([{ reason: 'networkDisconnected' }]);
    expect(session.state).toBe('disconnected');
  });

  it('rule 8: forceDisconnect ends in `disconnected` there and `connectionDropped` elsewhere', async () => {
    const moderator = await room.join({ role: 'moderator' });
    const bob = await room.join({ data: 'Bob' });
    const { connection } = await moderator.log.until('connectionCreated');
    await moderator.session.forceDisconnect(connection);
    await bob.log.until('disconnected');
    expect(bob.log.names).toEqual(['connected', 'connectionCreated', 'disconnected']);
    expect(bob.log.payloads('disconnected')).toEqual([{ reason: 'forceDisconnected' }]);
    const dropped = await moderator.log.until('connectionDropped');
    expect(dropped).toEqual({ connection, reason: 'forceDisconnected' });
  });

  it('rule 9: dispose() leaves at once and raises nothing afterwards', async () => {
    const ann = await room.join({ data: 'Ann' });
    const bob = await room.join({ data: 'Bob' });
    const states: string[] = [];
    bob.session.on('stateChanged', ({ state }) => states.push(state));
    bob.log.clear();
    bob.session.dispose();
    bob.session.dispose();
    expect(bob.session.state).toBe('disposed');
    await ann.log.until('connectionDropped');
    expect(bob.log.names).toEqual([]);
    expect(states).toEqual([]);
  });

  it('rule 9: dispose() while connecting rejects the promise and raises nothing', async () => {
    const { session, log } = room.member();
    const rejected = expect(session.connect(await room.token())).rejects.toMatchObject({
      code: ErrorCode.SessionDisconnected,
    });
    session.dispose();
    await rejected;
    expect(log.names).toEqual([]);
  });

  it('disposes itself with using, and gracefully with await using', async () => {
    const ann = await room.join({ data: 'Ann' });
    {
      using session = (await room.join({ data: 'Bob' })).session;
      expect(session.state).toBe('connected');
    }
    await ann.log.until('connectionDropped', ({ connection }) => connection.data === 'Bob');
    {
      await using session = (await room.join({ data: 'Cleo' })).session;
      await session.sendSignal('bye', '');
    }
    const { reason } = await ann.log.until(
      'connectionDropped',
      ({ connection }) => connection.data === 'Cleo',
    );
    expect(reason).toBe('clientDisconnected');
    expect(ann.log.payloads('signal').map(({ type }) => type)).toEqual(['bye']);
  });

  it('disposing the context disposes its sessions first', async () => {
    const { session, log } = await room.join();
    const { session: idle } = room.member();
    log.clear();
    room.context.dispose();
    room.context.dispose();
    expect(session.state).toBe('disposed');
    expect(log.names).toEqual([]);
    expect(() => room.member()).toThrow(
      expect.objectContaining({ code: ErrorCode.SessionIllegalState }) as Error,
    );
    expect(idle.state).toBe('new');
    await expect(idle.connect(await room.token())).rejects.toMatchObject({
      code: ErrorCode.SessionIllegalState,
    });
    expect(idle.state).toBe('new');
  });
});
