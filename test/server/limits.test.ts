import { once } from 'node:events';
import { connect } from 'node:net';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  createId,
  createRestToken,
  pingPacket,
  subscribePacket,
} from '../../lib/protocol/index.js';
import type { ClientMessage } from '../../lib/protocol/index.js';
import { createSessionServer } from '../../lib/server/index.js';
import type { SessionServerOptions } from '../../lib/server/index.js';
import { RawClient } from '../helpers/rigs/raw-client.js';
import { cameraStream } from '../helpers/streams.js';

afterEach(() => {
  vi.useRealTimers();
});

const project = { apiKey: '100', secret: 'one' };

/** A server with one session. */
async function serve(options: SessionServerOptions) {
  const server = await createSessionServer(options);
  const { sessionId } = await server.createSession();
  return { server, sessionId, where: { sessionId, apiKey: server.apiKey } };
}

const signal = (data = ''): ClientMessage => ({
  kind: 'signal',
  signalId: createId(),
  type: '',
  data,
});

describe('limits of sockets', () => {
  it('a client must join in time', async () => {
    const { server, where } = await serve({ timers: { handshakeMs: 15_000 } });
    await using _ = server;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const silent = await RawClient.open(server, where);
    const connected = await RawClient.open(server, where);
    await connected.connect();
    const joined = await RawClient.join(server, where.sessionId);
    vi.advanceTimersByTime(14_999);
    await connected.settle();
    vi.advanceTimersByTime(1);
    for (const client of [silent, connected]) {
      expect(await client.closed).toEqual({ code: 1008, reason: 'handshake timeout' });
    }
    await joined.settle();
  });

  it('a client that is silent is closed, one that pings is not', async () => {
    const { server, sessionId } = await serve({ timers: { idleMs: 45_000 } });
    await using _ = server;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const silent = await RawClient.join(server, sessionId, { acknowledge: false });
    const alive = await RawClient.join(server, sessionId);
    await silent.settle();
    vi.advanceTimersByTime(30_000);
    await alive.settle();
    vi.advanceTimersByTime(15_000);
    expect(await silent.closed).toEqual({ code: 1008, reason: 'idle' });
    expect((await alive.next('connection-deleted')).message.reason).toBe('networkDisconnected');
    await alive.settle();
  });

  it('more sockets than allowed are refused', async () => {
    const { server, where } = await serve({ limits: { sockets: 1 } });
    await using _ = server;
    const first = await RawClient.open(server, where);
    await expect(RawClient.open(server, where)).rejects.toThrow(/503/);
    await first.cut();
  });

  it('packets may have a size', async () => {
    const { server, where } = await serve({ limits: { packetBytes: 1000 } });
    await using _ = server;
    const client = await RawClient.open(server, where);
    client.send(subscribePacket(['x'.repeat(1000)]));
    expect((await client.closed).code).toBe(1009);
  });

  it('a flood of packets closes the socket', async () => {
    const { server, sessionId } = await serve({ limits: { packetsPerSecond: 100 } });
    await using _ = server;
    vi.useFakeTimers({ toFake: ['performance'] });
    const client = await RawClient.join(server, sessionId);
    for (let i = 0; i < 200; i++) client.send(pingPacket());
    expect(await client.closed).toEqual({ code: 1008, reason: 'too many packets' });
  });

  it('more topics than allowed close the socket', async () => {
    const { server, sessionId } = await serve({ limits: { topicsPerConnection: 3 } });
    await using _ = server;
    const client = await RawClient.join(server, sessionId);
    client.send(subscribePacket(['a', 'b', 'c']));
    expect(await client.closed).toEqual({ code: 1008, reason: 'too many topics' });
  });
});

describe('limits of HTTP requests', () => {
  it.each([
    ['nothing at all', ''],
    ['half of its headers', 'GET /session/x HTTP/1.1\r\nHost: a\r\n'],
    [
      'half of its body',
      'POST /session/create HTTP/1.1\r\nHost: a\r\nX-OPENTOK-AUTH: TOKEN\r\n' +
        'Content-Type: application/json\r\nContent-Length: 20\r\n\r\n{',
    ],
  ])('a client that sends %s is cut off after requestMs', async (_what, text) => {
    const { server } = await serve({ projects: [project], timers: { requestMs: 500 } });
    await using _ = server;
    const token = await createRestToken({ apiKey: project.apiKey, apiSecret: project.secret });
    const socket = connect(server.port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8').on('data', (part: string) => (answer += part));
    socket.write(text.replace('TOKEN', token));
    await once(socket, 'close');
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });
});

describe('limits of a project', () => {
  it('it may make so many REST calls, and others theirs', async () => {
    const other = { apiKey: '200', secret: 'two' };
    const { server, sessionId } = await serve({
      projects: [project, other],
      limits: { restRequestsPerSecond: 1, restRequestBurst: 2 },
    });
    await using _ = server;
    vi.useFakeTimers({ toFake: ['performance'] });
    const streams = async ({ apiKey, secret }: typeof project): Promise<Response> => {
      const url = `${server.url}/v2/project/${apiKey}/session/${sessionId}/stream`;
      const token = await createRestToken({ apiKey, apiSecret: secret });
      return fetch(url, { headers: { 'X-OPENTOK-AUTH': token } });
    };
    expect((await streams(project)).status).toBe(200);
    expect((await streams(project)).status).toBe(200);
    const refused = await streams(project);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    // It is not its session.
    expect((await streams(other)).status).toBe(404);
    vi.advanceTimersByTime(1000);
    expect((await streams(project)).status).toBe(200);
  });
});

describe('limits of requests', () => {
  it('too many are answered with 429 and not done, and the connection stays', async () => {
    const { server, sessionId } = await serve({
      limits: { messagesPerSecond: 1, messageBurst: 3 },
    });
    await using _ = server;
    vi.useFakeTimers({ toFake: ['performance'] });
    const ann = await RawClient.join(server, sessionId);
    const bob = await RawClient.join(server, sessionId);
    const answers = await Promise.all([1, 2, 3].map((i) => ann.request(signal(String(i)))));
    // Joining was the first of the three.
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    await bob.settle();
    expect(bob.kinds).toEqual(['signal', 'signal']);
    vi.advanceTimersByTime(1000);
    expect((await ann.request(signal())).status).toBe(200);
  });

  it('repeated ones are recognised within the window', async () => {
    const { server, sessionId } = await serve({ limits: { dedupeWindow: 2 } });
    await using _ = server;
    const ann = await RawClient.join(server, sessionId);
    const transactionId = createId();
    await ann.request(signal(), { transactionId });
    await ann.request(signal());
    await ann.request(signal(), { transactionId });
    await ann.settle();
    expect(ann.kinds).toHaveLength(2);
    await ann.request(signal());
    await ann.request(signal(), { transactionId });
    await ann.settle();
    expect(ann.kinds).toHaveLength(4);
  });
});

describe('limits of sessions', () => {
  it('a full session answers 409', async () => {
    const { server, sessionId } = await serve({ limits: { connectionsPerSession: 1 } });
    await using _ = server;
    const ann = await RawClient.join(server, sessionId);
    await expect(RawClient.join(server, sessionId)).rejects.toThrow(/409/);
    await ann.leave();
    await RawClient.join(server, sessionId);
  });

  it('streams and subscribers of a connection are counted', async () => {
    const { server, sessionId } = await serve({
      limits: { streamsPerConnection: 1, subscribersPerConnection: 1 },
    });
    await using _ = server;
    const ann = await RawClient.join(server, sessionId);
    const publish = (streamId: string): ClientMessage => ({
      kind: 'stream-create',
      streamId,
      stream: cameraStream,
    });
    const subscribe = (subscriberId: string): ClientMessage => ({
      kind: 'subscriber-create',
      streamId: 's1',
      subscriberId,
      connectionId: '',
      channels: [],
    });
    expect((await ann.request(publish('s1'))).status).toBe(200);
    expect((await ann.request(publish('s2'))).status).toBe(409);
    expect((await ann.request(subscribe('sub1'))).status).toBe(200);
    expect((await ann.request(subscribe('sub2'))).status).toBe(409);
    await ann.request({ kind: 'stream-delete', streamId: 's1' });
    expect((await ann.request(publish('s2'))).status).toBe(200);
  });
});

describe('slow consumers', () => {
  it(
    'are cut off when too much waits to be written, and lose nothing if they return',
    { timeout: 120_000 },
    async () => {
      const lines: string[] = [];
      const { server, sessionId } = await serve({
        limits: { outgoingBytes: 64 * 1024, unackedBytes: 1024 ** 3, unackedMessages: 1_000_000 },
        logger: pino({}, { write: (line: string) => lines.push(line) }),
      });
      await using _ = server;
      const socketId = createId();
      const slow = await RawClient.join(server, sessionId, { socketId });
      const fast = await RawClient.join(server, sessionId);
      slow.ws.pause();
      const sent: string[] = [];
      // The operating system buffers too, how much is not ours to know.
      while (!lines.some((line) => line.includes('slow consumer'))) {
        sent.push(`${sent.length} `.padEnd(8000, 'x'));
        await fast.request(signal(sent.at(-1)));
      }
      slow.ws.resume();
      expect(await slow.closed).toEqual({ code: 1008, reason: 'slow consumer' });

      const options = { sessionId, apiKey: server.apiKey, socketId, reconnect: true };
      const back = await RawClient.open(server, { ...options, connectionId: slow.connectionId });
      await back.settle();
      const events = new Map(
        [...slow.events, ...back.events].map(({ transactionId, message }) => [
          transactionId,
          message,
        ]),
      );
      const data = [...events.values()].flatMap((message) =>
        message.kind === 'signal' ? [message.data] : [],
      );
      expect(data).toEqual(sent);
      expect(fast.kinds).not.toContain('connection-deleted');
    },
  );

  it('are cut off when too much waits to be sent in all, those with most of it', async () => {
    const { server, sessionId } = await serve({ limits: { outgoingBytesInAll: 1024 * 1024 } });
    await using _ = server;
    const slow = await RawClient.join(server, sessionId, { socketId: createId() });
    const fast = await RawClient.join(server, sessionId, { socketId: createId() });
    // It acknowledges, so it would have to get everything.
    await slow.next('connection-created');
    await slow.settle();
    slow.ws.pause();
    const gone = fast.next('connection-deleted');
    const signals = { sent: 0, isOver: false };
    void gone.then(() => (signals.isOver = true));
    while (!signals.isOver) {
      expect((await fast.request(signal('x'.repeat(8000)))).status).toBe(200);
      signals.sent++;
    }
    expect((await gone).message.connectionId).toBe(slow.connectionId);
    // Long before it has as much of its own as one client may have.
    expect(signals.sent * 8000).toBeLessThan(4 * 1024 * 1024);
    slow.ws.resume();
    expect((await slow.closed).code).toBe(1006);
    await fast.settle();
  });

  it('are not those whose session has a state larger than what may wait', async () => {
    const { server, sessionId } = await serve({ limits: { outgoingBytes: 8192 } });
    await using _ = server;
    const data = 'x'.repeat(1000);
    for (let i = 0; i < 10; i++) await RawClient.join(server, sessionId, { data });
    const reader = await RawClient.join(server, sessionId, { data });
    expect((await reader.read()).message.connections).toHaveLength(11);
    await reader.settle();
    await reader.leave();
  });

  it('that stop acknowledging have to go', async () => {
    const { server, sessionId } = await serve({ limits: { unackedMessages: 5 } });
    await using _ = server;
    const socketId = createId();
    const ann = await RawClient.join(server, sessionId, { socketId });
    const bob = await RawClient.join(server, sessionId);
    await ann.next('connection-created');
    await ann.settle();
    ann.acknowledge = false;
    for (let i = 0; i < 6; i++) await bob.request(signal());
    expect(await ann.closed).toEqual({ code: 1008, reason: 'too much is unacknowledged' });
    expect((await bob.next('connection-deleted')).message.reason).toBe('networkDisconnected');
    const options = { sessionId, apiKey: server.apiKey, socketId, reconnect: true };
    const back = await RawClient.open(server, options);
    await expect(back.settle()).rejects.toThrow('socket closed');
    expect((await back.closed).code).toBe(1011);
  });

  it('that never acknowledge stay, but lose the oldest when they come back', async () => {
    const { server, sessionId } = await serve({ limits: { unackedMessages: 5 } });
    await using _ = server;
    const socketId = createId();
    const ann = await RawClient.join(server, sessionId, { socketId, acknowledge: false });
    const bob = await RawClient.join(server, sessionId);
    for (let i = 0; i < 20; i++) await bob.request(signal(String(i)));
    await ann.settle();
    await ann.cut();
    const options = { sessionId, apiKey: server.apiKey, socketId, reconnect: true };
    const back = await RawClient.open(server, { ...options, connectionId: ann.connectionId });
    await back.settle();
    expect(back.events.map(({ message }) => message)).toMatchObject(
      ['15', '16', '17', '18', '19'].map((data) => ({ kind: 'signal', data })),
    );
  });
});
