import { describe, expect, it } from 'vitest';
import { createId } from '../../../lib/protocol/index.js';
import type { ClientMessage } from '../../../lib/protocol/index.js';
import { createSessionServer } from '../../../lib/server/index.js';
import type { ServerLimits } from '../../../lib/server/index.js';
import { RawClient } from '../../helpers/rigs/raw-client.js';
import { cameraStream } from '../../helpers/streams.js';

async function serve(limits: Partial<ServerLimits>) {
  const server = await createSessionServer({ limits });
  const { sessionId } = await server.createSession();
  return { server, sessionId };
}

const publish = (streamId: string, name = ''): ClientMessage => ({
  kind: 'stream-create',
  streamId,
  stream: { ...cameraStream, name },
});

const subscribe = (streamId: string, subscriberId: string = createId()): ClientMessage => ({
  kind: 'subscriber-create',
  streamId,
  subscriberId,
  connectionId: '',
  channels: [],
});

const status = async (client: RawClient, message: ClientMessage): Promise<number> =>
  (await client.request(message)).status;

describe('streams of a session', () => {
  it('that have too much to say are refused to their publisher, while newcomers join and publish', async () => {
    const { server, sessionId } = await serve({ streamBytesPerSession: 8000 });
    await using _ = server;
    const fat = 'x'.repeat(1000);
    const attacker = await RawClient.join(server, sessionId);
    const answers: number[] = [];
    for (let i = 0; i < 16; i++) answers.push(await status(attacker, publish(`fat${i}`, fat)));
    expect(answers.slice(0, 5)).toEqual([200, 200, 200, 200, 200]);
    expect(answers.at(-1)).toBe(409);

    const newcomer = await RawClient.join(server, sessionId);
    expect((await newcomer.read()).message.streams.length).toBeLessThan(16);
    expect(await status(newcomer, publish('own'))).toBe(200);
    // What was used up is there again when the stream has gone.
    await attacker.request({ kind: 'stream-delete', streamId: 'fat0' });
    await attacker.request({ kind: 'stream-delete', streamId: 'fat1' });
    expect(await status(attacker, publish('again', fat))).toBe(200);
  });

  it('of one connection may not take more than its share', async () => {
    const { server, sessionId } = await serve({ streamBytesPerConnection: 3000 });
    await using _ = server;
    const client = await RawClient.join(server, sessionId);
    expect(await status(client, publish('a', 'x'.repeat(1000)))).toBe(200);
    expect(await status(client, publish('b', 'x'.repeat(1000)))).toBe(200);
    expect(await status(client, publish('c', 'x'.repeat(1000)))).toBe(409);
    expect(await status(client, { kind: 'stream-delete', streamId: 'a' })).toBe(200);
    expect(await status(client, publish('c', 'x'.repeat(1000)))).toBe(200);
  });

  it('are counted, and everybody’s first is let in', async () => {
    const { server, sessionId } = await serve({ streamsPerSession: 2 });
    await using _ = server;
    const ann = await RawClient.join(server, sessionId);
    const bob = await RawClient.join(server, sessionId);
    expect(await status(ann, publish('a1'))).toBe(200);
    expect(await status(ann, publish('a2'))).toBe(200);
    expect(await status(ann, publish('a3'))).toBe(409);
    expect(await status(bob, publish('b1'))).toBe(200);
    expect(await status(bob, publish('b2'))).toBe(409);
  });
});

describe('subscribers of a stream', () => {
  it('a connection has one of them', async () => {
    const { server, sessionId } = await serve({});
    await using _ = server;
    const ann = await RawClient.join(server, sessionId);
    const bob = await RawClient.join(server, sessionId);
    await ann.request(publish('s'));
    expect(await status(bob, subscribe('s', 'first'))).toBe(200);
    for (let i = 0; i < 20; i++) expect(await status(bob, subscribe('s'))).toBe(409);
    await ann.settle();
    expect(ann.kinds.filter((kind) => kind === 'generate-offer')).toHaveLength(1);
    await bob.request({ kind: 'subscriber-delete', streamId: 's', subscriberId: 'first' });
    expect(await status(bob, subscribe('s'))).toBe(200);
  });

  it('are counted', async () => {
    const { server, sessionId } = await serve({ subscribersPerStream: 1 });
    await using _ = server;
    const ann = await RawClient.join(server, sessionId);
    const bob = await RawClient.join(server, sessionId);
    await ann.request(publish('s'));
    expect(await status(ann, subscribe('s'))).toBe(200);
    expect(await status(bob, subscribe('s'))).toBe(409);
    await ann.leave();
    expect(await status(bob, subscribe('s'))).toBe(404);
  });
});
