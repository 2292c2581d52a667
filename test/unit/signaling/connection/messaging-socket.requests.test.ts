import { describe, expect, it } from 'vitest';
import { ErrorCode, SessionError } from '../../../../lib/common/session-error.js';
import { packetHeaders, raptorContentType } from '../../../../lib/protocol/wire/header-names.js';
import { packetType } from '../../../../lib/protocol/wire/packet-format.js';
import { MessagingError } from '../../../../lib/signaling/connection/messaging-error.js';
import {
  headersOf,
  MessagingRig,
  server,
  topic,
  typesOf,
} from '../../../helpers/rigs/messaging-rig.js';

async function connectedRig(overrides = {}): Promise<MessagingRig> {
  const rig = new MessagingRig({ overrides });
  await rig.connect();
  rig.wire.sent.length = 0;
  return rig;
}

describe('requests and replies (protocol §7)', () => {
  it('sends a MESSAGE to the server with its id, its sender and the content type', async () => {
    const rig = await connectedRig();
    void rig.socket.request('{"a":"✓"}');
    expect(rig.wire.sent).toHaveLength(1);
    const packet = rig.wire.sent[0];
    expect(packet).toMatchObject({
      type: packetType.message,
      addresses: [server],
      payload: '{"a":"✓"}',
    });
    expect(headersOf(packet)).toEqual({
      [packetHeaders.contentType]: raptorContentType,
      [packetHeaders.transactionId]: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      [packetHeaders.from]: 'C1',
    });
  });

  it('sends the token only with the request that has one', async () => {
    const rig = await connectedRig();
    void rig.socket.request('join', { token: 'T1==abc' });
    void rig.socket.request('other');
    const [join, other] = rig.messages();
    expect(headersOf(join)[packetHeaders.token]).toBe('T1==abc');
    expect(headersOf(other)).not.toHaveProperty(packetHeaders.token);
  });

  it('resolves with the STATUS of its transaction id, whatever the order of the replies', async () => {
    const rig = await connectedRig();
    const a = rig.socket.request('a');
    const b = rig.socket.request('b');
    rig.reply('b', 200, 'for b');
    rig.reply('a', 204);
    await expect(a).resolves.toEqual({ kind: 'status', status: 204, payload: '' });
    await expect(b).resolves.toEqual({ kind: 'status', status: 200, payload: 'for b' });
  });

  it('resolves with a MESSAGE of its transaction id, which is acknowledged and no event', async () => {
    const rig = await connectedRig();
    const read = rig.socket.request('read', { expects: 'message' });
    rig.event(rig.idOf('read'), 'state');
    await expect(read).resolves.toEqual({ kind: 'message', status: 200, payload: 'state' });
    expect(typesOf(rig.wire.sent)).toEqual(['message', 'status']);
    expect(rig.events).toEqual([]);
  });

  it('waits on after a STATUS 200 if a MESSAGE is expected', async () => {
    const rig = await connectedRig();
    const read = rig.socket.request('read', { expects: 'message' });
    rig.reply('read');
    rig.event(rig.idOf('read'), 'state');
    await expect(read).resolves.toMatchObject({ payload: 'state' });
  });

  it.each([400, 403, 404, 409, 413, 429, 500])(
    'rejects with status %d as an integer',
    async (status) => {
      const rig = await connectedRig();
      const request = rig.socket.request('a', { expects: 'message' });
      rig.reply('a', status);
      await expect(request).rejects.toBeInstanceOf(MessagingError);
      await expect(request).rejects.toMatchObject({ status });
    },
  );

  it('rejects with the reason that the server gives', async () => {
    const rig = new MessagingRig();
    await rig.connect();
    const request = rig.socket.request('a');
    rig.reply('a', 403, '{"content":{"message":"the role may not publish"}}');
    await expect(request).rejects.toThrow(
      'the server refused with status 403: the role may not publish',
    );
  });

  it('takes a STATUS without status for an error, 0', async () => {
    const rig = await connectedRig();
    const request = rig.socket.request('a');
    const headers = [[packetHeaders.transactionId, rig.idOf('a')]] as const;
    rig.wire.deliver({ type: packetType.status, headers });
    await expect(request).rejects.toMatchObject({ status: 0 });
  });

  it('ignores a STATUS for nobody', async () => {
    const rig = await connectedRig();
    rig.wire.deliver({ type: packetType.status });
    rig.wire.deliver({ type: packetType.status, headers: [[packetHeaders.transactionId, 'T']] });
    expect(rig.wire.sent).toEqual([]);
    expect(rig.events).toEqual([]);
  });

  it('rejects after the request timeout with 408, and swallows the late reply', async () => {
    const rig = await connectedRig();
    const request = rig.socket.request('read');
    request.catch(() => undefined);
    for (let i = 0; i < 6; i++) {
      rig.pong();
      await rig.clock.advance(4_999);
    }
    rig.pong();
    await rig.clock.advance(6);
    await expect(request).rejects.toMatchObject({ status: 408, code: 1021 });
    rig.event(rig.idOf('read'), 'late');
    rig.reply('read');
    expect(rig.events).toEqual([]);
  });

  it("takes a request's own timeout", async () => {
    const rig = await connectedRig();
    const request = rig.socket.request('a', { timeoutMs: 50 });
    request.catch(() => undefined);
    await rig.clock.advance(50);
    await expect(request).rejects.toMatchObject({ status: 408 });
  });

  it('does not count a suspension: the reply that came meanwhile is read first', async () => {
    const rig = await connectedRig();
    const answered = rig.socket.request('answered');
    const unanswered = rig.socket.request('unanswered');
    unanswered.catch(() => undefined);
    rig.clock.suspend(600_000);
    await rig.clock.advance(0);
    rig.reply('answered');
    await expect(answered).resolves.toMatchObject({ status: 200 });
    rig.pong();
    await rig.clock.advance(2_000);
    await expect(unanswered).rejects.toMatchObject({ status: 408 });
  });

  it("rejects with the signal's reason, and the server's reply changes nothing", async () => {
    const rig = await connectedRig();
    const controller = new AbortController();
    const request = rig.socket.request('a', { signal: controller.signal });
    const reason = new Error('no longer wanted');
    controller.abort(reason);
    rig.reply('a');
    await expect(request).rejects.toBe(reason);
  });

  it('sends nothing for a signal that is aborted already', async () => {
    const rig = await connectedRig();
    await expect(rig.socket.request('a', { signal: AbortSignal.abort() })).rejects.toThrow();
    expect(rig.wire.sent).toEqual([]);
  });

  it('rejects a payload that does not fit into a packet, and goes on', async () => {
    const rig = await connectedRig();
    const request = rig.socket.request('x'.repeat(64 * 1024));
    await expect(request).rejects.toMatchObject({ code: 'packet-too-large' });
    expect(() => rig.socket.notify('x'.repeat(64 * 1024))).toThrow(/65536/);
    void rig.socket.request('a');
    expect(rig.messages().map((packet) => packet.payload)).toEqual(['a']);
  });

  it('refuses more than fits into the resend buffer with 2000, and takes more after an answer', async () => {
    const rig = await connectedRig({ resendBufferMessages: 2 });
    void rig.socket.request('a');
    expect(rig.socket.notify('b')).toBe(true);
    await expect(rig.socket.request('c')).rejects.toMatchObject({ code: ErrorCode.InternalError });
    expect(rig.socket.notify('d')).toBe(false);
    rig.reply('a');
    expect(rig.socket.notify('e')).toBe(true);
    expect(rig.messages().map((packet) => packet.payload)).toEqual(['a', 'b', 'e']);
  });

  it('bounds the resend buffer in bytes too', async () => {
    const rig = await connectedRig({ resendBufferBytes: 1_000 });
    expect(rig.socket.notify('x'.repeat(500))).toBe(true);
    expect(rig.socket.notify('y'.repeat(500))).toBe(false);
  });

  it('forgets a notification that is never answered after the request timeout', async () => {
    const rig = await connectedRig({ resendBufferMessages: 1, requestTimeoutMs: 100 });
    expect(rig.socket.notify('a')).toBe(true);
    await rig.clock.advance(100);
    expect(rig.socket.notify('b')).toBe(true);
  });

  it('does not mind a notification being refused by the server', async () => {
    const rig = await connectedRig();
    rig.socket.notify('a');
    rig.reply('a', 500);
    await rig.clock.advance(1);
    expect(rig.socket.state).toBe('connected');
  });

  it('refuses with 1010 before connect', async () => {
    const { socket } = new MessagingRig();
    await expect(socket.request('a')).rejects.toMatchObject({
      code: ErrorCode.SessionDisconnected,
    });
    expect(socket.notify('a')).toBe(false);
  });

  it('refuses a message without retry while the WebSocket is closing', async () => {
    const rig = await connectedRig();
    rig.wire.readyState = 2;
    const request = rig.socket.request('a', { retry: false });
    await expect(request).rejects.toMatchObject({ code: ErrorCode.SessionDisconnected });
    expect(rig.socket.notify('b', { retry: false })).toBe(false);
    expect(rig.socket.notify('c')).toBe(true);
  });
});

describe('messages of the server (protocol §7)', () => {
  it('delivers them in order, with sender and payload', async () => {
    const rig = await connectedRig();
    rig.event('T1', 'one', 'C2');
    rig.event('T2', 'two', '');
    expect(rig.events).toEqual([
      { name: 'message', from: 'C2', payload: 'one' },
      { name: 'message', from: '', payload: 'two' },
    ]);
  });

  it('acknowledges each with its addresses, its id and the own id, without a status', async () => {
    const rig = await connectedRig();
    rig.event('T1', 'one');
    expect(rig.wire.sent).toHaveLength(1);
    expect(rig.wire.sent[0]).toMatchObject({ type: packetType.status, addresses: [topic] });
    expect(headersOf(rig.wire.sent[0])).toEqual({
      [packetHeaders.transactionId]: 'T1',
      [packetHeaders.from]: 'C1',
    });
  });

  it('acknowledges a duplicate again and drops it', async () => {
    const rig = await connectedRig();
    rig.event('T1', 'one');
    rig.event('T1', 'one');
    expect(typesOf(rig.wire.sent)).toEqual(['status', 'status']);
    expect(rig.events).toHaveLength(1);
  });

  it('recognises duplicates within a window', async () => {
    const rig = await connectedRig({ duplicateWindow: 2 });
    for (const id of ['T1', 'T2', 'T3', 'T2', 'T3', 'T1']) rig.event(id, id);
    expect(rig.events.map((event) => 'payload' in event && event.payload)).toEqual([
      'T1',
      'T2',
      'T3',
      'T1',
    ]);
  });

  it('delivers a message without transaction id, and does not acknowledge it', async () => {
    const rig = await connectedRig();
    rig.wire.deliver({ type: packetType.message, payload: 'x' });
    rig.wire.deliver({ type: packetType.message, payload: 'x' });
    expect(rig.events).toHaveLength(2);
    expect(rig.wire.sent).toEqual([]);
  });

  it('ignores unknown packet types but acknowledges their transaction id', async () => {
    const rig = await connectedRig();
    rig.wire.deliver({ type: 5 });
    rig.wire.deliver({ type: 6, headers: [[packetHeaders.transactionId, 'T6']] });
    expect(rig.events).toEqual([]);
    expect(rig.wire.sent.map((packet) => headersOf(packet)[packetHeaders.transactionId])).toEqual([
      'T6',
    ]);
  });

  it('delivers a message that has the id of a request which was answered before', async () => {
    const rig = await connectedRig();
    const request = rig.socket.request('signal');
    rig.reply('signal');
    rig.event(rig.idOf('signal'), 'echo');
    await request;
    expect(rig.events).toEqual([{ name: 'message', from: server, payload: 'echo' }]);
  });

  it('goes on when a listener throws, and tells of it', async () => {
    const errors: unknown[] = [];
    const rig = new MessagingRig({ onListenerError: (error) => errors.push(error) });
    await rig.connect();
    const failure = new SessionError(ErrorCode.GenericSdkError, 'listener');
    rig.socket.on('message', () => {
      throw failure;
    });
    rig.event('T1', 'one');
    rig.event('T2', 'two');
    expect(errors).toEqual([failure, failure]);
    expect(rig.events).toHaveLength(2);
  });
});

describe('hostile data', () => {
  const truncated = Uint8Array.of(0, 0, 0, 1, 0).buffer;

  it.each([
    ['a text message', 'hello', 'packet-text'],
    ['an empty message', new ArrayBuffer(0), 'packet-truncated'],
    ['a truncated packet', truncated, 'packet-truncated'],
    ['an array of chunks', [new ArrayBuffer(1)], 'packet-text'],
    ['null', null, 'packet-text'],
    ['a packet over the size limit', new ArrayBuffer(2_048), 'packet-too-large'],
  ])('ignores %s, and says so', async (_, data, code) => {
    const rig = await connectedRig({ maxReceivePacketBytes: 1_024 });
    rig.wire.deliverRaw(data);
    rig.event('T1', 'still there');
    expect(rig.events).toMatchObject([
      { name: 'malformed', error: { code } },
      { name: 'message', payload: 'still there' },
    ]);
    expect(rig.socket.state).toBe('connected');
  });

  it('reads packets from views, and does not mind a wrong length field', async () => {
    const rig = await connectedRig();
    // A MESSAGE with the payload "x" between two bytes that do not belong to it.
    const bytes = Uint8Array.of(1, 0, 0, 0, 77, 0, 0, 2, 0, 0, 120, 1);
    rig.wire.deliverRaw(bytes.subarray(1, 11));
    expect(rig.events).toEqual([{ name: 'message', from: '', payload: 'x' }]);
  });

  it('drops the connection after too many malformed packets in a row, and resumes', async () => {
    const rig = await connectedRig({ malformedPackets: 3 });
    const first = rig.wire;
    for (let i = 0; i < 2; i++) first.deliverRaw(truncated);
    rig.pong();
    for (let i = 0; i < 2; i++) first.deliverRaw(truncated);
    expect(rig.socket.state).toBe('connected');
    first.deliverRaw(truncated);
    expect(first.endedBy).toBe('terminated');
    expect(rig.events.at(-1)).toMatchObject({ name: 'lost', cause: { kind: 'malformed' } });
    await rig.reopen();
    rig.pong();
    expect(rig.socket.state).toBe('connected');
  });

  it('may be disposed by the listener of the last malformed packet', async () => {
    const rig = await connectedRig({ malformedPackets: 1 });
    rig.socket.on('malformed', () => {
      rig.socket.dispose();
    });
    rig.wire.deliverRaw(truncated);
    expect(rig.eventNames).toEqual(['malformed']);
    expect(rig.clock.pending).toBe(0);
  });

  it('does not take garbage for a sign of life', async () => {
    const rig = await connectedRig({ malformedPackets: 1_000 });
    for (let i = 0; i < 98; i++) {
      await rig.clock.advance(100);
      rig.wire.deliverRaw(truncated);
    }
    expect(new Set(rig.eventNames)).toEqual(new Set(['malformed']));
    await rig.clock.advance(100);
    expect(rig.eventNames.at(-1)).toBe('lost');
  });
});
