import { describe, expect, it } from 'vitest';
import { ErrorCode } from '../../../../lib/common/session-error.js';
import type { ReconnectContext } from '../../../../lib/signaling/connection/reconnect-policy.js';
import { settle } from '../../../helpers/fakes/fake-clock.js';
import { MessagingRig, typesOf } from '../../../helpers/rigs/messaging-rig.js';
import type { MessagingRigOptions } from '../../../helpers/rigs/messaging-rig.js';

async function connectedRig(options?: MessagingRigOptions): Promise<MessagingRig> {
  const rig = new MessagingRig(options);
  await rig.connect();
  rig.pong();
  return rig;
}

describe('keep-alive (protocol §11)', () => {
  it('sends a PING after 5 s and every 5 s', async () => {
    const rig = await connectedRig();
    rig.wire.onSent = (packet) => {
      if (typesOf([packet])[0] === 'ping') setImmediate(rig.pong.bind(rig));
    };
    rig.wire.sent.length = 0;
    await rig.clock.advance(4_999);
    expect(rig.wire.sent).toEqual([]);
    await rig.clock.advance(1);
    expect(typesOf(rig.wire.sent)).toEqual(['ping']);
    await rig.clock.advance(20_000);
    expect(typesOf(rig.wire.sent)).toEqual(['ping', 'ping', 'ping', 'ping', 'ping']);
    expect(rig.socket.state).toBe('connected');
  });

  it('takes the connection for lost after 9.9 s of silence', async () => {
    const rig = await connectedRig();
    await rig.clock.advance(9_899);
    expect(rig.events).toEqual([]);
    await rig.clock.advance(1);
    expect(rig.events).toMatchObject([{ name: 'lost', cause: { kind: 'silent' } }]);
    expect(rig.wire.endedBy).toBe('terminated');
  });

  it('counts from any packet, not only from PONG', async () => {
    const rig = await connectedRig();
    await rig.clock.advance(9_000);
    rig.event('T1', 'x');
    await rig.clock.advance(9_899);
    expect(rig.socket.state).toBe('connected');
    await rig.clock.advance(1);
    expect(rig.socket.state).toBe('reconnecting');
  });

  it('waits 49.9 s in a session without reconnection, and then it is over with 1022', async () => {
    const rig = await connectedRig({ resumable: false });
    await rig.clock.advance(49_899);
    expect(rig.socket.state).toBe('connected');
    await rig.clock.advance(1);
    expect(rig.events).toMatchObject([
      { name: 'closed', reason: 'lost', error: { code: ErrorCode.ConnectionDropped } },
    ]);
    expect(rig.clock.pending).toBe(0);
  });
});

describe('losing and resuming (protocol §11)', () => {
  it('opens again with the same socketId, reconnect=true and a new attempt', async () => {
    const rig = await connectedRig();
    const first = rig.wire.query;
    rig.wire.end();
    await rig.reopen();
    const second = rig.wire.query;
    expect([...second.keys()]).toEqual(['socketId', 'reconnect', 'attempt']);
    expect(second.get('socketId')).toBe(first.get('socketId'));
    expect(second.get('reconnect')).toBe('true');
    expect(second.get('attempt')).not.toBe(first.get('attempt'));
  });

  it('reopens 500 ms after the loss', async () => {
    const rig = await connectedRig();
    rig.wire.end();
    await rig.clock.advance(499);
    expect(rig.platform.sockets).toHaveLength(1);
    await rig.clock.advance(1);
    expect(rig.platform.sockets).toHaveLength(2);
  });

  it('sends neither CONNECT nor SUBSCRIBE again, but a PING that makes the server answer', async () => {
    const rig = await connectedRig();
    rig.wire.end();
    await rig.reopen();
    expect(typesOf(rig.wire.sent)).toEqual(['ping']);
  });

  it('introduces itself again if the server never answered: CONNECT may be lost', async () => {
    const rig = new MessagingRig();
    await rig.connect();
    const [connect] = rig.wire.sent;
    rig.wire.end();
    await rig.reopen();
    expect(typesOf(rig.wire.sent)).toEqual(['connect', 'subscribe', 'ping']);
    expect(rig.wire.sent[0]).toEqual(connect);
  });

  it('says lost once, and resumed only when the server has answered', async () => {
    const rig = await connectedRig();
    rig.wire.end(1006);
    expect(rig.socket.state).toBe('reconnecting');
    await rig.reopen();
    expect(rig.eventNames).toEqual(['lost']);
    rig.pong();
    expect(rig.events).toEqual([
      { name: 'lost', cause: { kind: 'closed', code: 1006, detail: 'closed with 1006' } },
      { name: 'resumed', attempts: 1, elapsedMs: 500 },
    ]);
    expect(rig.socket.state).toBe('connected');
  });

  it('says resumed before the messages that were waiting at the server', async () => {
    const rig = await connectedRig();
    rig.wire.end();
    await rig.reopen();
    rig.event('T1', 'meanwhile');
    expect(rig.eventNames).toEqual(['lost', 'resumed', 'message']);
  });

  it.each([1002, 1005, 1006, 1008, 1009, 1012, 4000])(
    'resumes after close code %d',
    async (code) => {
      const rig = await connectedRig();
      rig.wire.end(code);
      await rig.reopen();
      rig.pong();
      expect(rig.eventNames).toEqual(['lost', 'resumed']);
    },
  );

  it.each([1000, 1001])('does not resume after close code %d', async (code) => {
    const rig = await connectedRig();
    const request = rig.socket.request('a');
    rig.wire.end(code, 'bye');
    expect(rig.events).toMatchObject([
      { name: 'closed', reason: 'server-closed', error: { code: ErrorCode.ConnectionDropped } },
    ]);
    await expect(request).rejects.toMatchObject({ code: ErrorCode.ConnectionDropped });
    expect(rig.clock.pending).toBe(0);
  });

  it('stops at close code 1011', async () => {
    const rig = await connectedRig();
    rig.wire.end(1011, 'shutting down');
    expect(rig.events).toMatchObject([{ name: 'closed', reason: 'stopped' }]);
    expect(rig.clock.pending).toBe(0);
  });

  it('ends as forgotten when the server answers the resume with 1011', async () => {
    const rig = await connectedRig();
    const request = rig.socket.request('a');
    rig.wire.end();
    await rig.reopen();
    rig.wire.end(1011, 'unknown socket');
    await expect(request).rejects.toMatchObject({ code: ErrorCode.ConnectionDropped });
    expect(rig.events).toMatchObject([{ name: 'lost' }, { name: 'closed', reason: 'forgotten' }]);
    expect(rig.clock.pending).toBe(0);
  });

  it('tries every 500 ms and gives up after 60 s', async () => {
    const rig = await connectedRig();
    rig.platform.onSocket = (socket) => {
      setImmediate(() => {
        socket.refuse();
      });
    };
    const request = rig.socket.request('a');
    request.catch(() => undefined);
    rig.wire.end();
    await rig.clock.advance(59_999);
    expect(rig.platform.sockets).toHaveLength(1 + 119);
    expect(rig.socket.state).toBe('reconnecting');
    await rig.clock.advance(1_000);
    expect(rig.events).toMatchObject([{ name: 'lost' }, { name: 'closed', reason: 'gave-up' }]);
    await expect(request).rejects.toMatchObject({ code: ErrorCode.ConnectionDropped });
    expect(rig.clock.pending).toBe(0);
  });

  it('abandons an attempt that hangs after 2 s and tries again at once', async () => {
    const rig = await connectedRig();
    rig.wire.end();
    await rig.clock.advance(500 + 1_999);
    expect(rig.platform.sockets).toHaveLength(2);
    await rig.clock.advance(1);
    expect(rig.platform.sockets[1]?.endedBy).toBe('terminated');
    expect(rig.platform.sockets).toHaveLength(3);
  });

  it('abandons an attempt that opens and then is silent', async () => {
    const rig = await connectedRig();
    rig.wire.end();
    await rig.reopen();
    await rig.clock.advance(2_000);
    expect(rig.platform.sockets).toHaveLength(3);
    expect(rig.eventNames).toEqual(['lost']);
  });

  it('goes through several losses', async () => {
    const rig = await connectedRig();
    await rig.loseAndResume();
    await rig.loseAndResume();
    expect(rig.eventNames).toEqual(['lost', 'resumed', 'lost', 'resumed']);
  });

  it('gives up on a server that accepts and drops it in turn', async () => {
    const rig = await connectedRig();
    rig.platform.onSocket = (socket) => {
      setImmediate(() => {
        socket.accept();
        rig.pong();
        socket.end(1009);
      });
    };
    rig.wire.end();
    await rig.clock.advance(61_000);
    expect(rig.events.at(-1)).toMatchObject({ name: 'closed', reason: 'gave-up' });
  });

  it('asks the given policy, with attempt, time and cause', async () => {
    const asked: ReconnectContext[] = [];
    const reconnectPolicy = {
      nextDelay: (context: ReconnectContext) => {
        asked.push(context);
        return context.attempt <= 2 ? 1_000 * context.attempt : null;
      },
    };
    const rig = await connectedRig({ reconnectPolicy });
    rig.platform.onSocket = (socket) => {
      setImmediate(() => {
        socket.refuse('no route');
      });
    };
    rig.wire.end(1012);
    await rig.clock.advance(10_000);
    expect(asked).toMatchObject([
      { attempt: 1, elapsedMs: 0, cause: { code: 1012 } },
      { attempt: 2, elapsedMs: 1_000, cause: { detail: 'closed with 1006 (no route)' } },
      { attempt: 3, elapsedMs: 3_000 },
    ]);
    expect(rig.events.at(-1)).toMatchObject({ reason: 'gave-up', error: { code: 1022 } });
  });

  it.each([Number.NaN, -1, Infinity])('ends with 2000 if the policy returns %d', async (delay) => {
    const rig = await connectedRig({ reconnectPolicy: { nextDelay: () => delay } });
    rig.wire.end();
    expect(rig.events.at(-1)).toMatchObject({
      reason: 'gave-up',
      error: { code: ErrorCode.InternalError, cause: expect.any(RangeError) as RangeError },
    });
  });

  it('ends with 2000 and the cause if the policy throws', async () => {
    const failure = new Error('policy');
    const nextDelay = () => {
      throw failure;
    };
    const rig = await connectedRig({ reconnectPolicy: { nextDelay } });
    rig.wire.end();
    expect(rig.events.at(-1)).toMatchObject({ error: { code: 2000, cause: failure } });
  });
});

describe('messages over a loss (protocol §11)', () => {
  it('resends what is unanswered, in order and with the same ids, and resolves by the new reply', async () => {
    const rig = await connectedRig();
    const [a, b] = [rig.socket.request('a'), rig.socket.request('b')];
    rig.socket.notify('c');
    rig.reply('a');
    const [, sentB, sentC] = rig.messages();
    rig.wire.end();
    const d = rig.socket.request('d');
    await rig.reopen();
    expect(rig.messages().map((packet) => packet.payload)).toEqual(['b', 'c', 'd']);
    expect(rig.messages().slice(0, 2)).toEqual([sentB, sentC]);
    rig.reply('b');
    rig.reply('d');
    await expect(Promise.all([a, b, d])).resolves.toHaveLength(3);
  });

  it('resends what a MESSAGE with its id has not removed', async () => {
    const rig = await connectedRig();
    void rig.socket.request('a');
    rig.event(rig.idOf('a'), 'reply');
    rig.wire.end();
    await rig.reopen();
    expect(rig.messages()).toEqual([]);
  });

  it('sends a request made between open and answer, once', async () => {
    const rig = await connectedRig();
    rig.wire.end();
    await rig.reopen();
    void rig.socket.request('a');
    rig.pong();
    expect(rig.messages().map((packet) => packet.payload)).toEqual(['a']);
  });

  it('keeps the timeout of a request stopped while there is no connection', async () => {
    const rig = await connectedRig({ overrides: { requestTimeoutMs: 3_000 } });
    const request = rig.socket.request('a');
    rig.wire.end();
    rig.platform.onSocket = (socket) => {
      setImmediate(() => {
        socket.refuse();
      });
    };
    await rig.clock.advance(50_000);
    rig.platform.onSocket = undefined;
    await rig.reopen();
    rig.pong();
    await rig.clock.advance(2_999);
    rig.reply('a');
    await expect(request).resolves.toMatchObject({ status: 200 });
  });

  it('rejects a pending request without retry at the loss with 1010, and never resends it', async () => {
    const rig = await connectedRig();
    const request = rig.socket.request('a', { retry: false });
    rig.wire.end();
    await expect(request).rejects.toMatchObject({ code: ErrorCode.SessionDisconnected });
    await rig.reopen();
    expect(rig.messages()).toEqual([]);
  });

  it('refuses a message without retry at once while there is no connection, 1010', async () => {
    const rig = await connectedRig();
    rig.wire.end();
    const request = rig.socket.request('a', { retry: false });
    await expect(request).rejects.toMatchObject({ code: ErrorCode.SessionDisconnected });
    expect(rig.socket.notify('b', { retry: false })).toBe(false);
    await rig.reopen();
    const unconfirmed = rig.socket.request('c', { retry: false });
    await expect(unconfirmed).rejects.toMatchObject({ code: ErrorCode.SessionDisconnected });
    rig.pong();
    expect(rig.messages()).toEqual([]);
    expect(rig.socket.notify('d', { retry: false })).toBe(true);
  });

  it('does not resend a request that was aborted meanwhile', async () => {
    const rig = await connectedRig();
    const controller = new AbortController();
    const request = rig.socket.request('a', { signal: controller.signal });
    rig.wire.end();
    controller.abort();
    await expect(request).rejects.toThrow(/abort/i);
    await rig.reopen();
    expect(rig.messages()).toEqual([]);
  });

  it('drops what it had received when the server resends it, and acknowledges it again', async () => {
    const rig = await connectedRig();
    rig.event('T1', 'one');
    rig.wire.end();
    await rig.reopen();
    rig.event('T1', 'one');
    rig.event('T2', 'two');
    expect(rig.eventNames).toEqual(['message', 'lost', 'resumed', 'message']);
    expect(typesOf(rig.wire.sent)).toEqual(['ping', 'status', 'status']);
  });
});

describe('changed networks and suspensions', () => {
  it('networkChanged sends a PING and gives the server 2 s', async () => {
    const rig = await connectedRig();
    rig.wire.sent.length = 0;
    rig.socket.networkChanged();
    expect(typesOf(rig.wire.sent)).toEqual(['ping']);
    await rig.clock.advance(1_999);
    expect(rig.socket.state).toBe('connected');
    await rig.clock.advance(1);
    expect(rig.events).toMatchObject([{ name: 'lost', cause: { kind: 'silent' } }]);
  });

  it('networkChanged changes nothing if the server answers', async () => {
    const rig = await connectedRig();
    rig.socket.networkChanged();
    rig.pong();
    await rig.clock.advance(9_800);
    expect(rig.events).toEqual([]);
    await rig.clock.advance(100);
    expect(rig.eventNames).toEqual(['lost']);
  });

  it('networkChanged tries again at once while reconnecting, and drops the attempt under way', async () => {
    const rig = await connectedRig();
    rig.wire.end();
    rig.socket.networkChanged();
    await rig.clock.advance(0);
    expect(rig.platform.sockets).toHaveLength(2);
    rig.socket.networkChanged();
    await rig.clock.advance(0);
    expect(rig.platform.sockets[1]?.endedBy).toBe('terminated');
    expect(rig.platform.sockets).toHaveLength(3);
    rig.wire.accept();
    rig.pong();
    expect(rig.eventNames).toEqual(['lost', 'resumed']);
  });

  it('networkChanged does nothing in other states', async () => {
    const rig = new MessagingRig();
    rig.socket.networkChanged();
    const connected = rig.socket.connect();
    rig.socket.networkChanged();
    rig.wire.accept();
    await connected;
    expect(rig.platform.sockets).toHaveLength(1);
    rig.socket.dispose();
    rig.socket.networkChanged();
    expect(rig.clock.pending).toBe(0);
  });

  it('probes after a suspension instead of believing the silence', async () => {
    const rig = await connectedRig();
    rig.clock.suspend(600_000);
    rig.wire.sent.length = 0;
    await rig.clock.advance(0);
    expect(typesOf(rig.wire.sent)).toContain('ping');
    expect(rig.socket.state).toBe('connected');
    rig.pong();
    await rig.clock.advance(2_000);
    expect(rig.events).toEqual([]);
  });

  it('notices a connection that died during a suspension within 2 s', async () => {
    const rig = await connectedRig();
    rig.clock.suspend(600_000);
    await rig.clock.advance(2_000);
    expect(rig.events).toMatchObject([{ name: 'lost', cause: { kind: 'silent' } }]);
  });
});

describe('a listener that ends it', () => {
  it('may leave on lost', async () => {
    const rig = await connectedRig();
    rig.socket.on('lost', () => rig.socket.leave());
    rig.wire.end();
    await settle();
    expect(rig.events.map(({ name }) => name)).toEqual(['lost', 'closed']);
    expect(rig.clock.pending).toBe(0);
  });

  it('may dispose on resumed, and gets no message any more', async () => {
    const rig = await connectedRig();
    rig.socket.on('resumed', () => {
      rig.socket.dispose();
    });
    rig.wire.end();
    await rig.reopen();
    rig.event('T1', 'x');
    expect(rig.eventNames).toEqual(['lost', 'resumed']);
    expect(rig.clock.pending).toBe(0);
  });
});
