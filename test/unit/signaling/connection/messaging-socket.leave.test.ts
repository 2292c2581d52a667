import { describe, expect, it } from 'vitest';
import { ErrorCode } from '../../../../lib/common/session-error.js';
import { settle } from '../../../helpers/fakes/fake-clock.js';
import { MessagingRig, typesOf } from '../../../helpers/rigs/messaging-rig.js';

async function connectedRig(): Promise<MessagingRig> {
  const rig = new MessagingRig();
  await rig.connect();
  rig.pong();
  rig.wire.sent.length = 0;
  return rig;
}

describe('leaving (protocol §12)', () => {
  it('sends DISCONNECT, closes with 1000 and says so once, without an error', async () => {
    const rig = await connectedRig();
    await Promise.all([rig.socket.leave(), rig.socket.leave()]);
    expect(typesOf(rig.wire.sent)).toEqual(['disconnect']);
    expect(rig.wire.endedBy).toEqual({ code: 1000 });
    expect(rig.events).toEqual([{ name: 'closed', reason: 'left', error: undefined }]);
    expect(rig.clock.pending).toBe(0);
    await rig.socket.leave();
  });

  it('waits for the send buffer, looking every 100 ms', async () => {
    const rig = await connectedRig();
    rig.wire.bufferedAmount = 10;
    const left = rig.socket.leave();
    await rig.clock.advance(299);
    expect(rig.socket.state).toBe('leaving');
    expect(rig.wire.endedBy).toBeUndefined();
    rig.wire.bufferedAmount = 0;
    await rig.clock.advance(1);
    await left;
    expect(rig.wire.endedBy).toEqual({ code: 1000 });
  });

  it('does not wait longer than ten times', async () => {
    const rig = await connectedRig();
    rig.wire.bufferedAmount = 10;
    const left = rig.socket.leave();
    await rig.clock.advance(999);
    expect(rig.socket.state).toBe('leaving');
    await rig.clock.advance(1);
    await left;
    expect(rig.events).toMatchObject([{ name: 'closed', reason: 'left' }]);
    expect(rig.clock.pending).toBe(0);
  });

  it('rejects what is pending with 1010 at once, and refuses what is new', async () => {
    const rig = await connectedRig();
    rig.wire.bufferedAmount = 10;
    const request = rig.socket.request('a');
    void rig.socket.leave();
    await expect(request).rejects.toMatchObject({ code: ErrorCode.SessionDisconnected });
    await expect(rig.socket.request('b')).rejects.toMatchObject({ code: 1010 });
    expect(rig.socket.notify('c')).toBe(false);
    rig.socket.dispose();
  });

  it('delivers nothing while leaving, and takes the end of the socket for the end', async () => {
    const rig = await connectedRig();
    rig.wire.bufferedAmount = 10;
    const left = rig.socket.leave();
    rig.event('T1', 'x');
    rig.wire.end();
    await left;
    expect(rig.events).toEqual([{ name: 'closed', reason: 'left', error: undefined }]);
    expect(rig.clock.pending).toBe(0);
  });

  it('while reconnecting ends at once', async () => {
    const rig = await connectedRig();
    const request = rig.socket.request('a');
    rig.wire.end();
    await rig.reopen();
    await rig.socket.leave();
    await expect(request).rejects.toMatchObject({ code: ErrorCode.SessionDisconnected });
    expect(rig.eventNames).toEqual(['lost', 'closed']);
    expect(rig.clock.pending).toBe(0);
  });

  it('while connecting rejects connect with 1010', async () => {
    const rig = new MessagingRig();
    const connected = rig.socket.connect();
    await rig.socket.leave();
    await expect(connected).rejects.toMatchObject({ code: ErrorCode.SessionDisconnected });
    expect(rig.wire.readyState).toBe(3);
    expect(rig.clock.pending).toBe(0);
  });

  it('before connecting is allowed, and connect is not any more', async () => {
    const rig = new MessagingRig();
    await rig.socket.leave();
    await expect(rig.socket.connect()).rejects.toMatchObject({
      code: ErrorCode.SessionIllegalState,
    });
  });
});

describe('dispose', () => {
  it('says goodbye without waiting, rejects what is pending and emits nothing', async () => {
    const rig = await connectedRig();
    rig.wire.bufferedAmount = 10;
    const request = rig.socket.request('a');
    rig.socket.dispose();
    rig.socket.dispose();
    await expect(request).rejects.toMatchObject({ code: ErrorCode.SessionDisconnected });
    expect(typesOf(rig.wire.sent)).toEqual(['message', 'disconnect']);
    expect(rig.wire.endedBy).toEqual({ code: 1000 });
    expect(rig.events).toEqual([]);
    expect(rig.clock.pending).toBe(0);
  });

  const states = {
    new: () => Promise.resolve(),
    connecting: async (rig: MessagingRig) => {
      rig.socket.connect().catch(() => undefined);
      await settle();
    },
    'between two tries to connect': async (rig: MessagingRig) => {
      rig.socket.connect().catch(() => undefined);
      rig.wire.refuse();
      await settle();
    },
    connected: (rig: MessagingRig) => rig.connect(),
    'reconnecting, waiting': async (rig: MessagingRig) => {
      await rig.connect();
      rig.wire.end();
    },
    'reconnecting, opening': async (rig: MessagingRig) => {
      await rig.connect();
      rig.wire.end();
      await rig.clock.advance(500);
    },
    'reconnecting, open': async (rig: MessagingRig) => {
      await rig.connect();
      rig.wire.end();
      await rig.reopen();
    },
    leaving: async (rig: MessagingRig) => {
      await rig.connect();
      rig.wire.bufferedAmount = 1;
      void rig.socket.leave();
    },
    closed: async (rig: MessagingRig) => {
      await rig.connect();
      await rig.socket.leave();
    },
  };

  it.each(Object.entries(states))('is safe when %s: no timer, no event', async (_, prepare) => {
    const rig = new MessagingRig();
    await prepare(rig);
    const before = rig.events.length;
    rig.socket.dispose();
    for (const wire of rig.platform.sockets) {
      wire.end();
      expect(wire.onmessage).toBeNull();
    }
    await rig.clock.advance(120_000);
    expect(rig.events).toHaveLength(before);
    expect(rig.clock.pending).toBe(0);
    expect(rig.socket.state).toBe('closed');
  });

  it('ends a leave that still waits', async () => {
    const rig = await connectedRig();
    rig.wire.bufferedAmount = 10;
    const left = rig.socket.leave();
    rig.socket.dispose();
    await expect(left).resolves.toBeUndefined();
  });
});
