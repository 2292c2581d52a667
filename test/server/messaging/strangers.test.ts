import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createId, subscribePacket } from '../../../lib/protocol/index.js';
import { createSessionServer } from '../../../lib/server/index.js';
import type { SessionServerOptions } from '../../../lib/server/index.js';
import { fetchSessionInfo, RawClient } from '../../helpers/rigs/raw-client.js';

afterEach(() => {
  vi.useRealTimers();
});

async function serve(options: SessionServerOptions) {
  const server = await createSessionServer(options);
  const { sessionId } = await server.createSession();
  return { server, sessionId, where: { sessionId, apiKey: server.apiKey } };
}

describe('sockets that do not join', () => {
  it('are closed, the oldest first, when there are too many, and newcomers and members are not', async () => {
    const { server, sessionId, where } = await serve({ limits: { socketsNotJoined: 3 } });
    await using _ = server;
    const member = await RawClient.join(server, sessionId);
    const silent = [];
    for (let i = 0; i < 4; i++) silent.push(await RawClient.open(server, where));
    expect(await silent[0]?.closed).toEqual({
      code: 1008,
      reason: 'too many sockets that have not joined',
    });
    await RawClient.join(server, sessionId);
    await silent[3]?.settle();
    expect((await member.read()).message.connections).toHaveLength(2);
  });

  it('an address may have so many sockets', async () => {
    const { server, where } = await serve({ limits: { socketsPerAddress: 1 } });
    await using _ = server;
    const first = await RawClient.open(server, where);
    await expect(RawClient.open(server, where)).rejects.toThrow(/429/);
    await first.cut();
    await expect.poll(() => RawClient.open(server, where).then(Boolean, () => false)).toBe(true);
  });

  it('may not send more than it takes to join', async () => {
    const { server, where } = await serve({});
    await using _ = server;
    const client = await RawClient.open(server, where);
    await client.connect();
    const uri = `/v2/partner/1/session/1${'/a/b'.repeat(14_500)}`;
    expect((await client.requestRaw(JSON.stringify({ method: 'read', uri }))).status).toBe(413);
  });

  it('are closed when too much was refused to them', async () => {
    const { server, sessionId, where } = await serve({ limits: { refusalsBeforeJoining: 2 } });
    await using _ = server;
    const client = await RawClient.open(server, where);
    await client.connect();
    const token = await server.generateToken(sessionId);
    for (let i = 0; i < 2; i++) expect((await client.create(`${token}x`)).status).toBe(403);
    expect((await client.create(`${token}x`)).status).toBe(403);
    expect(await client.closed).toEqual({
      code: 1008,
      reason: 'too many requests refused before joining',
    });
  });

  it('use up what their address may be refused', async () => {
    const { server, sessionId, where } = await serve({
      limits: { refusalsPerSecond: 5, refusalBurst: 5 },
    });
    await using _ = server;
    vi.useFakeTimers({ toFake: ['performance'] });
    const token = await server.generateToken(sessionId);
    const client = await RawClient.open(server, where);
    await client.connect();
    for (let i = 0; i < 5; i++) expect((await client.create(`${token}x`)).status).toBe(403);
    expect((await client.create(token)).status).toBe(429);
    await expect(RawClient.open(server, where)).rejects.toThrow(/429/);
    vi.advanceTimersByTime(200);
    expect((await client.create(token)).status).toBe(200);
  });

  it('may not have topics of any length', async () => {
    const { server, sessionId } = await serve({});
    await using _ = server;
    const client = await RawClient.join(server, sessionId);
    client.send(subscribePacket(['x'.repeat(3000)]));
    expect(await client.closed).toEqual({ code: 1008, reason: 'topic is too long' });
  });
});

describe('a member', () => {
  it('gets 400 for half of a character in an id, before others would have to be told of it', async () => {
    const { server, sessionId, where } = await serve({});
    await using _ = server;
    const client = await RawClient.join(server, sessionId);
    const uri = `/v2/partner/${where.apiKey}/session/${sessionId}/stream/s`;
    const channel = [{ id: '\ud800', type: 'audio', active: true }];
    for (const message of [
      { method: 'create', uri, content: { id: 's', name: '', channel } },
      { method: 'update', uri: `${uri}/channel/\ud800`, content: { active: false } },
    ]) {
      expect((await client.requestRaw(JSON.stringify(message))).status).toBe(400);
    }
    await client.settle();
  });

  it('gets 400 for a URI of many segments', async () => {
    const { server, sessionId } = await serve({});
    await using _ = server;
    const client = await RawClient.join(server, sessionId);
    const uri = `/v2/partner/1/session/1${'/a/b'.repeat(14_500)}`;
    const { status, payload } = await client.requestRaw(JSON.stringify({ method: 'read', uri }));
    expect(status).toBe(400);
    expect(payload).toContain('segments');
  });
});

describe('an address that is refused again and again', () => {
  it('is not listened to any more, and then is', async () => {
    const { server, sessionId, where } = await serve({
      limits: { refusalsPerSecond: 5, refusalBurst: 5 },
    });
    await using _ = server;
    const token = await server.generateToken(sessionId);
    vi.useFakeTimers({ toFake: ['performance'] });
    for (let i = 0; i < 5; i++) {
      expect(await fetchSessionInfo(server, sessionId, `${token}x`)).toBe(403);
    }
    expect(await fetchSessionInfo(server, sessionId, token)).toBe(429);
    await expect(RawClient.open(server, where)).rejects.toThrow(/429/);
    vi.advanceTimersByTime(200);
    expect(await fetchSessionInfo(server, sessionId, token)).toMatchObject({ sessionId });
  });
});

describe('warnings', () => {
  it('are a sample of what others do wrong, that says how many are left out', async () => {
    const lines: string[] = [];
    const logger = pino({}, { write: (line: string) => lines.push(line) });
    const { server, sessionId } = await serve({ logger, limits: { warningsPerSecond: 1 } });
    await using _ = server;
    const client = await RawClient.join(server, sessionId);
    for (let i = 0; i < 200; i++) await client.requestRaw('garbage', { transactionId: createId() });
    const rejected = (): string[] => lines.filter((line) => line.includes('request rejected'));
    expect(rejected().length).toBeLessThan(40);
    await expect
      .poll(
        async () => {
          await client.requestRaw('garbage', { transactionId: createId() });
          return rejected().some((line) => /"leftOut":1\d\d/.test(line));
        },
        { timeout: 10_000, interval: 200 },
      )
      .toBe(true);
  });
});
