import { describe, expect, it } from 'vitest';
import { formatRefusal } from '../../../../lib/protocol/refusal-reason.js';
import { packetHeaders } from '../../../../lib/protocol/wire/header-names.js';
import { statusPacket } from '../../../../lib/protocol/wire/packet-builders.js';
import { ErrorCode } from '../../../../lib/common/session-error.js';
import { settle } from '../../../helpers/fakes/fake-clock.js';
import {
  headersOf,
  MessagingRig,
  server,
  topic,
  typesOf,
} from '../../../helpers/rigs/messaging-rig.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('connecting (protocol §4, §6)', () => {
  it('opens the messaging URL with socketId and attempt, in this order and without reconnect', async () => {
    const rig = new MessagingRig();
    await rig.connect();
    expect([...rig.wire.query.keys()]).toEqual(['socketId', 'attempt']);
    expect(rig.wire.query.get('socketId')).toMatch(uuid);
    expect(rig.wire.query.get('attempt')).toMatch(uuid);
    expect(rig.wire.binaryType).toBe('arraybuffer');
    expect(rig.socket.state).toBe('connected');
  });

  it('appends to a query that is there', async () => {
    const rig = new MessagingRig({ url: 'wss://m.example.test/r?region=eu' });
    await rig.connect();
    expect([...rig.wire.query.keys()]).toEqual(['region', 'socketId', 'attempt']);
  });

  it('uses the URL as given if the session cannot be resumed', async () => {
    const rig = new MessagingRig({ resumable: false });
    await rig.connect();
    expect(rig.wire.url).toBe('wss://media1.example.test/rumorwebsocketsv2');
  });

  it('sends the configured headers with the WebSocket handshake', async () => {
    const rig = new MessagingRig({ overrides: { webSocketHeaders: { 'X-Trace': '1' } } });
    await rig.connect();
    expect(rig.wire.init.headers).toEqual({ 'X-Trace': '1' });
  });

  it('sends CONNECT with its id and the server address, then SUBSCRIBE to the topics', async () => {
    const rig = new MessagingRig();
    await rig.connect();
    expect(typesOf(rig.wire.sent)).toEqual(['connect', 'subscribe']);
    expect(headersOf(rig.wire.sent[0])).toEqual({
      [packetHeaders.connectionId]: 'C1',
      [packetHeaders.transactionId]: expect.stringMatching(uuid) as string,
      [packetHeaders.notifyAddress]: server,
    });
    expect(rig.wire.sent[1]?.addresses).toEqual([topic]);
  });

  it('uses the configured packet header names', async () => {
    const names = { packetHeaders: { transactionId: 'T', from: 'F' } };
    const rig = new MessagingRig({ overrides: names });
    await rig.connect();
    void rig.socket.request('a');
    expect(headersOf(rig.messages()[0])).toMatchObject({
      F: 'C1',
      T: expect.any(String) as string,
    });
  });

  it('sends requests made meanwhile after the introduction', async () => {
    const rig = new MessagingRig();
    const connected = rig.socket.connect();
    void rig.socket.request('a');
    rig.wire.accept();
    await connected;
    expect(typesOf(rig.wire.sent)).toEqual(['connect', 'subscribe', 'message']);
  });

  it('needs no answer to CONNECT, and takes one', async () => {
    const rig = new MessagingRig();
    await rig.connect();
    const transactionId = headersOf(rig.wire.sent[0])[packetHeaders.transactionId] ?? '';
    rig.wire.deliver(statusPacket({ to: ['C1'], transactionId, status: 200 }));
    expect(rig.events).toEqual([]);
    expect(rig.socket.state).toBe('connected');
  });

  it('ends with 1023 and the reason if the server refuses CONNECT', async () => {
    const rig = new MessagingRig();
    await rig.connect();
    const request = rig.socket.request('a');
    const transactionId = headersOf(rig.wire.sent[0])[packetHeaders.transactionId] ?? '';
    const payload = formatRefusal('the id is taken');
    rig.wire.deliver(statusPacket({ to: ['C1'], transactionId, status: 409, payload }));
    await expect(request).rejects.toMatchObject({
      code: ErrorCode.ConnectionRefused,
      message: expect.stringMatching(/status 409: the id is taken$/) as string,
      cause: { status: 409 },
    });
    expect(rig.events).toMatchObject([
      { name: 'closed', reason: 'refused', error: { code: 1023 } },
    ]);
  });

  it('tries the first open again, marked as reconnect, and introduces itself there', async () => {
    const rig = new MessagingRig();
    const connected = rig.socket.connect();
    rig.wire.refuse();
    await rig.reopen();
    await connected;
    expect([...rig.wire.query.keys()]).toEqual(['socketId', 'reconnect', 'attempt']);
    expect(rig.wire.query.get('socketId')).toBe(rig.platform.sockets[0]?.query.get('socketId'));
    expect(typesOf(rig.wire.sent)).toEqual(['connect', 'subscribe']);
    expect(rig.events).toEqual([]);
  });

  it('rejects with 1023 naming the host when every open was refused', async () => {
    const rig = new MessagingRig({ overrides: { openAttempts: 2 } });
    rig.platform.onSocket = (socket) => {
      setImmediate(() => {
        socket.refuse('connect ECONNREFUSED 192.0.2.1:443');
      });
    };
    const connected = rig.socket.connect();
    connected.catch(() => undefined);
    await rig.clock.advance(2_000);
    await expect(connected).rejects.toMatchObject({ code: ErrorCode.ConnectionRefused });
    await expect(connected).rejects.toThrow(/media1\.example\.test.*ECONNREFUSED/);
    expect(rig.platform.sockets).toHaveLength(2);
    expect(rig.events).toMatchObject([{ name: 'closed', reason: 'not-connected' }]);
    expect(rig.clock.pending).toBe(0);
  });

  it('rejects with 1021 when no open is answered within the open timeout', async () => {
    const rig = new MessagingRig({ overrides: { openAttempts: 1 } });
    const connected = rig.socket.connect();
    connected.catch(() => undefined);
    await rig.clock.advance(14_999);
    expect(rig.socket.state).toBe('connecting');
    await rig.clock.advance(1);
    await expect(connected).rejects.toMatchObject({ code: ErrorCode.SessionConnectionTimeout });
    expect(rig.wire.endedBy).toBe('terminated');
    expect(rig.clock.pending).toBe(0);
  });

  it('rejects when the platform cannot read the URL', async () => {
    const rig = new MessagingRig({ overrides: { openAttempts: 1 } });
    rig.platform.onSocket = () => {
      throw new SyntaxError('Invalid URL');
    };
    await expect(rig.socket.connect()).rejects.toThrow(/Invalid URL/);
    expect(rig.socket.state).toBe('closed');
  });

  it.each([
    [1000, 'server-closed'],
    [1001, 'server-closed'],
    [1011, 'stopped'],
  ])('does not retry the first open after close code %d', async (code, reason) => {
    const rig = new MessagingRig();
    const connected = rig.socket.connect();
    rig.wire.end(code);
    await expect(connected).rejects.toMatchObject({ code: ErrorCode.ConnectionDropped });
    expect(rig.events).toMatchObject([{ name: 'closed', reason }]);
    expect(rig.clock.pending).toBe(0);
  });

  it("rejects with the signal's reason when aborted, and closes the socket", async () => {
    const rig = new MessagingRig();
    const controller = new AbortController();
    const connected = rig.socket.connect({ signal: controller.signal });
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(connected).rejects.toBe(reason);
    expect(rig.wire.readyState).toBe(3);
    expect(rig.events).toMatchObject([{ name: 'closed', reason: 'aborted' }]);
    expect(rig.clock.pending).toBe(0);
  });

  it('opens nothing for a signal that is aborted already', async () => {
    const rig = new MessagingRig();
    await expect(rig.socket.connect({ signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
    expect(rig.platform.sockets).toHaveLength(0);
    expect(rig.socket.state).toBe('new');
  });

  it('does not end a connection by a signal aborted later', async () => {
    const rig = new MessagingRig();
    const controller = new AbortController();
    const connected = rig.socket.connect({ signal: controller.signal });
    rig.wire.accept();
    controller.abort();
    await connected;
    expect(rig.socket.state).toBe('connected');
  });

  it('rejects a second connect with 1015 naming both states', async () => {
    const rig = new MessagingRig();
    await rig.connect();
    const again = rig.socket.connect();
    await expect(again).rejects.toMatchObject({ code: ErrorCode.SessionIllegalState });
    await expect(again).rejects.toThrow(/connecting.*connected/);
    await settle();
    expect(rig.platform.sockets).toHaveLength(1);
    expect(rig.socket.state).toBe('connected');
  });
});
