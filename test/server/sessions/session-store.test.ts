import { afterEach, describe, expect, it } from 'vitest';
import { createRestToken, forceMuteExtension } from '../../../lib/protocol/index.js';
import { startSessionServer } from '../../../lib/server/create-session-server.js';
import type { SessionServer } from '../../../lib/server/index.js';
import { MemorySessionStore } from '../../../lib/server/ownership/memory-session-store.js';
import { LeaseLostError } from '../../../lib/server/ownership/session-store.js';
import type { SessionStore } from '../../../lib/server/ownership/session-store.js';
import { FakeSessionStore } from '../../helpers/fakes/fake-session-store.js';
import { fetchSessionInfo, RawClient } from '../../helpers/rigs/raw-client.js';
import { cameraStream } from '../../helpers/streams.js';

const apiKey = '100';
const secret = 'the-secret';
const publish = { kind: 'stream-create', streamId: 's1', stream: cameraStream } as const;
const signal = { kind: 'signal', signalId: 'x', type: '', data: 'hello' } as const;

const servers: SessionServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(store: SessionStore): Promise<SessionServer> {
  const server = await startSessionServer({ projects: [{ apiKey, secret }] }, { store });
  servers.push(server);
  return server;
}

async function mute(server: SessionServer, sessionId: string): Promise<number> {
  const { status } = await fetch(`${server.url}/v2/project/${apiKey}/session/${sessionId}/mute`, {
    method: 'POST',
    headers: {
      'X-OPENTOK-AUTH': await createRestToken({ apiKey, apiSecret: secret }),
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ active: true }),
  });
  return status;
}

describe('two servers with one store', () => {
  it('know each other’s sessions, but only one runs each of them', async () => {
    const store = new MemorySessionStore(10);
    const [one, other] = [await serve(store), await serve(store)];
    const { sessionId } = await one.createSession();
    const token = await other.generateToken(sessionId);
    expect(await fetchSessionInfo(other, sessionId, token)).toMatchObject({ sessionId });

    await RawClient.join(one, sessionId);
    const elsewhere = await RawClient.open(other, { sessionId, apiKey });
    await elsewhere.connect();
    expect((await elsewhere.create(token)).status).toBe(503);
    expect(await mute(other, sessionId)).toBe(503);
  });

  it('hand a session over, with what is known of it, when one of them closes', async () => {
    const store = new MemorySessionStore(10);
    const [one, other] = [await serve(store), await serve(store)];
    const { sessionId } = await one.createSession();
    const ann = await RawClient.join(one, sessionId);
    await ann.request(publish);
    expect(await mute(one, sessionId)).toBe(200);
    await one.close();

    const bob = await RawClient.join(other, sessionId, { capabilities: [forceMuteExtension] });
    const state = (await bob.read()).message;
    expect(state.mute).toEqual({ active: true, excluded: [] });
    // The clients of the one that has closed have left.
    expect(state.connections.map(({ id }) => id)).toEqual([bob.connectionId]);
    expect(state.streams).toEqual([]);
  });

  it('cannot both change a session: one that was taken for dead closes its clients', async () => {
    const store = new FakeSessionStore(10);
    const [one, other] = [await serve(store), await serve(store)];
    const { sessionId } = await one.createSession();
    const ann = await RawClient.join(one, sessionId);
    const bob = await RawClient.join(one, sessionId, { role: 'moderator' });
    await store.expire(sessionId);
    const cleo = await RawClient.join(other, sessionId);

    const published = ann.request(publish).catch(() => undefined);
    expect((await ann.closed).code).toBe(1011);
    expect((await bob.closed).code).toBe(1011);
    expect((await published)?.status).not.toBe(200);
    expect(bob.kinds).not.toContain('stream-created');
    // Its successor goes on, and knows those who were there when it took over.
    expect((await cleo.request(publish)).status).toBe(200);
  });
});

describe('a store that takes its time', () => {
  it('nobody hears of a change before it is kept, and nothing overtakes it', async () => {
    const store = new FakeSessionStore(10);
    const server = await serve(store);
    const { sessionId } = await server.createSession();
    const ann = await RawClient.join(server, sessionId);
    const bob = await RawClient.join(server, sessionId);
    store.isSlow = true;
    const published = ann.request(publish);
    await ann.settle();
    await bob.settle();
    // A signal changes nothing that is kept, but comes after what does.
    const said = bob.request(signal);
    await bob.settle();
    expect(ann.kinds).toEqual(['connection-created']);
    expect(bob.kinds).toEqual([]);
    expect(bob.packets.filter(({ type }) => type === 'status')).toHaveLength(2);

    store.isSlow = false;
    for (const end of store.saves) end();
    expect([(await published).status, (await said).status]).toEqual([200, 200]);
    await bob.next('signal');
    expect(bob.kinds).toEqual(['stream-created', 'signal']);
    expect(ann.kinds).toEqual(['connection-created', 'stream-created', 'signal']);
  });

  it('a change that cannot be kept is heard of by nobody', async () => {
    const store = new FakeSessionStore(10);
    const server = await serve(store);
    const { sessionId } = await server.createSession();
    const ann = await RawClient.join(server, sessionId);
    const bob = await RawClient.join(server, sessionId);
    store.isSlow = true;
    const published = ann.request(publish).catch(() => undefined);
    await ann.settle();
    await ann.settle();
    for (const end of store.saves) end(new LeaseLostError(sessionId));
    expect((await ann.closed).code).toBe(1011);
    expect((await bob.closed).code).toBe(1011);
    expect((await published)?.status).not.toBe(200);
    expect(bob.kinds).toEqual([]);
  });
});
