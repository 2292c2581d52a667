import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  connectPacket,
  createId,
  disconnectPacket,
  formatClientMessage,
  messagePacket,
} from '../../../lib/protocol/index.js';
import { createSessionServer } from '../../../lib/server/index.js';
import type { SessionServer } from '../../../lib/server/index.js';
import { RawClient } from '../../helpers/rigs/raw-client.js';
import { cameraStream } from '../../helpers/streams.js';

describe('resuming (protocol §11)', () => {
  let server: SessionServer;
  let sessionId: string;

  beforeEach(async () => {
    server = await createSessionServer();
    ({ sessionId } = await server.createSession());
  });

  afterEach(() => server.close());

  /** A new socket of a client, with the socket id that it had. */
  function reopen(client: RawClient, socketId: string, acknowledge = true): Promise<RawClient> {
    return RawClient.open(server, {
      sessionId,
      apiKey: server.apiKey,
      connectionId: client.connectionId,
      socketId,
      reconnect: true,
      acknowledge,
    });
  }

  async function signal(from: RawClient, data: string): Promise<void> {
    await from.request({ kind: 'signal', signalId: createId(), type: '', data });
  }

  function signalsOf(client: RawClient): string[] {
    return client.events.flatMap(({ message }) =>
      message.kind === 'signal' ? [message.data] : [],
    );
  }

  it('brings what was missed, in order, and the others notice nothing', async () => {
    const socketId = createId();
    const ann = await RawClient.join(server, sessionId, { socketId });
    const bob = await RawClient.join(server, sessionId);
    await ann.request({ kind: 'stream-create', streamId: 's1', stream: cameraStream });
    await signal(bob, 'before');
    await ann.next('signal');
    // The acknowledgement has arrived once the server answers what came after it.
    await ann.settle();
    await ann.cut();
    for (const data of ['one', 'two', 'three']) await signal(bob, data);

    const back = await reopen(ann, socketId);
    await back.settle();
    expect(signalsOf(back)).toEqual(['one', 'two', 'three']);
    await signal(back, 'here again');
    expect((await back.read()).message.streams).toHaveLength(1);
    await bob.settle();
    expect(signalsOf(bob).at(-1)).toBe('here again');
    expect(bob.kinds).not.toContain('connection-deleted');
    expect(bob.kinds).not.toContain('stream-deleted');
  });

  it('sends what was not acknowledged again, with the same transaction ids', async () => {
    const socketId = createId();
    const ann = await RawClient.join(server, sessionId, { socketId, acknowledge: false });
    const bob = await RawClient.join(server, sessionId);
    await signal(bob, 'one');
    await ann.next('signal');
    await ann.cut();
    const back = await reopen(ann, socketId);
    await back.settle();
    expect(back.events.map(({ transactionId }) => transactionId)).toEqual(
      ann.events.map(({ transactionId }) => transactionId),
    );
    await back.cut();
    const again = await reopen(ann, socketId);
    await again.settle();
    expect(again.events).toEqual([]);
  });

  it('does a request that is sent again only once, and answers it again', async () => {
    const socketId = createId();
    const ann = await RawClient.join(server, sessionId, { socketId });
    const bob = await RawClient.join(server, sessionId);
    const transactionId = createId();
    const message = { kind: 'signal', signalId: 'x', type: '', data: 'once' } as const;
    await ann.request(message, { transactionId });
    const create = { kind: 'stream-create', streamId: 's1', stream: cameraStream } as const;
    const refused = createId();
    await ann.request(create);
    expect((await ann.request(create, { transactionId: refused })).status).toBe(409);
    await ann.cut();
    const back = await reopen(ann, socketId);
    expect((await back.request(message, { transactionId })).status).toBe(200);
    expect((await back.request(create, { transactionId: refused })).status).toBe(409);
    await bob.settle();
    expect(signalsOf(bob)).toEqual(['once']);
  });

  it('answers a read that is sent again with the state of now', async () => {
    const socketId = createId();
    const ann = await RawClient.join(server, sessionId, { socketId });
    await ann.cut();
    await RawClient.join(server, sessionId);
    const back = await reopen(ann, socketId);
    expect((await back.read()).message.connections).toHaveLength(2);
  });

  it('replaces a socket that is still open', async () => {
    const socketId = createId();
    const ann = await RawClient.join(server, sessionId, { socketId });
    const bob = await RawClient.join(server, sessionId);
    const back = await reopen(ann, socketId);
    expect(await ann.closed).toEqual({ code: 4000, reason: 'replaced by a new socket' });
    await signal(bob, 'to the new one');
    await back.settle();
    expect(signalsOf(back)).toEqual(['to the new one']);
    expect(bob.kinds).toEqual(['signal']);
  });

  it('works between CONNECT and joining', async () => {
    const socketId = createId();
    const first = await RawClient.open(server, { sessionId, apiKey: server.apiKey, socketId });
    await first.connect();
    await first.cut();
    const back = await reopen(first, socketId);
    expect((await back.create(await server.generateToken(sessionId))).status).toBe(200);
    expect((await back.read()).message.connections).toHaveLength(1);
  });

  it('works if the socket is lost while joining is under way', async () => {
    const socketId = createId();
    const first = await RawClient.open(server, { sessionId, apiKey: server.apiKey, socketId });
    await first.connect();
    const transactionId = createId();
    const { connectionId } = first;
    const create = { kind: 'connection-create', connectionId, capabilities: [] } as const;
    const token = await server.generateToken(sessionId);
    const payload = formatClientMessage(first.address, create);
    first.send(
      messagePacket({ to: ['symphony.x'], from: connectionId, transactionId, payload, token }),
    );
    first.ws.close(4000);
    await first.closed;
    const back = await reopen(first, socketId);
    expect((await back.request(create, { token, transactionId })).status).toBe(200);
    expect((await back.read()).message.connections).toHaveLength(1);
  });

  it('takes a CONNECT whose first socket failed as that of a new client', async () => {
    const client = await RawClient.open(server, {
      sessionId,
      apiKey: server.apiKey,
      socketId: createId(),
      reconnect: true,
    });
    expect((await client.connect()).status).toBe(200);
    expect((await client.create(await server.generateToken(sessionId))).status).toBe(200);
  });

  it('answers a CONNECT that is repeated', async () => {
    const ann = await RawClient.join(server, sessionId);
    const transactionId = createId();
    const { connectionId } = ann;
    ann.send(connectPacket({ connectionId, transactionId, notifyAddress: 'symphony.test' }));
    expect((await ann.answer(transactionId)).status).toBe(200);
  });

  it.each(['ping', 'message'])(
    'with an unknown socket id ends at a %s with 1011',
    async (first) => {
      const client = await RawClient.open(server, {
        sessionId,
        apiKey: server.apiKey,
        socketId: createId(),
        reconnect: true,
      });
      const sent = first === 'ping' ? client.settle() : client.requestRaw('{}');
      await expect(sent).rejects.toThrow('socket closed');
      expect(await client.closed).toEqual({ code: 1011, reason: 'unknown socket id' });
    },
  );

  it('is over after a clean leave', async () => {
    const socketId = createId();
    const ann = await RawClient.join(server, sessionId, { socketId });
    ann.send(disconnectPacket());
    await ann.closed;
    const back = await reopen(ann, socketId);
    await expect(back.settle()).rejects.toThrow('socket closed');
    expect((await back.closed).code).toBe(1011);
  });
});

describe('a client that does not come back', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('leaves after the grace period, and its socket id is forgotten', async () => {
    const lines: string[] = [];
    const logger = pino({ level: 'debug' }, { write: (line: string) => lines.push(line) });
    await using server = await createSessionServer({ logger });
    const { sessionId } = await server.createSession();
    const socketId = createId();
    const ann = await RawClient.join(server, sessionId, { socketId });
    const bob = await RawClient.join(server, sessionId);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await ann.cut();
    while (!lines.some((line) => line.includes('socket lost'))) await bob.settle();
    vi.advanceTimersByTime(59_999);
    await bob.settle();
    expect(bob.kinds).toEqual([]);
    vi.advanceTimersByTime(1);
    const { message } = await bob.next('connection-deleted');
    expect(message).toMatchObject({
      connectionId: ann.connectionId,
      reason: 'networkDisconnected',
    });
    const options = { sessionId, apiKey: server.apiKey, socketId, reconnect: true };
    const back = await RawClient.open(server, options);
    await expect(back.settle()).rejects.toThrow('socket closed');
    expect((await back.closed).code).toBe(1011);
  });

  it('leaves at once if it has no socket id to come back with', async () => {
    await using server = await createSessionServer();
    const { sessionId } = await server.createSession();
    const ann = await RawClient.join(server, sessionId);
    const bob = await RawClient.join(server, sessionId);
    await ann.cut();
    expect((await bob.next('connection-deleted')).message.reason).toBe('networkDisconnected');
  });
});
