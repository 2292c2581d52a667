import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createId } from '../../lib/protocol/index.js';
import { createSessionServer } from '../../lib/server/index.js';
import { RawClient } from '../helpers/rigs/raw-client.js';

/** This file's own: nobody else takes a port of it between one server's end and the next one's beginning. */
const host = '127.0.0.7';

describe('closing a session server', () => {
  it('tells every client, joined or not, and frees the port', async () => {
    const server = await createSessionServer({ host });
    const { sessionId } = await server.createSession();
    const where = { sessionId, apiKey: server.apiKey };
    const joined = await RawClient.join(server, sessionId, { socketId: createId() });
    const connected = await RawClient.open(server, where);
    await connected.connect();
    const opened = await RawClient.open(server, where);
    const away = await RawClient.join(server, sessionId, { socketId: createId() });
    await away.cut();
    await server.close();
    for (const client of [joined, connected, opened]) {
      expect(await client.closed).toEqual({ code: 1001, reason: 'server closes' });
    }
    await using again = await createSessionServer({ host, port: server.port });
    expect(again.port).toBe(server.port);
  });

  it('sends no events of leaving: everybody is told the same', async () => {
    const server = await createSessionServer();
    const { sessionId } = await server.createSession();
    const ann = await RawClient.join(server, sessionId);
    await RawClient.join(server, sessionId);
    await ann.next('connection-created');
    await server.close();
    await ann.closed;
    expect(ann.kinds).toEqual(['connection-created']);
  });

  it('does not wait for clients that do not answer', async () => {
    const closeMs = 100;
    const server = await createSessionServer({ timers: { closeMs } });
    const { sessionId } = await server.createSession();
    const deaf = await RawClient.join(server, sessionId);
    deaf.ws.pause();
    const mute = connect(server.port, '127.0.0.1');
    await once(mute, 'connect');
    const half = connect(server.port, '127.0.0.1');
    await once(half, 'connect');
    half.write('GET /session/x HTTP/1.1\r\nHost: a\r\n');
    mute.on('error', () => undefined);
    half.on('error', () => undefined);
    // What makes a timer late on a busy machine makes this one late, too.
    const due = delay(closeMs).then(() => performance.now());
    await server.close();
    const closed = performance.now();
    expect(closed - (await due)).toBeLessThan(2900);
    deaf.ws.resume();
    await deaf.closed;
  });

  it('may be asked for more than once, and by await using', async () => {
    let port: number;
    {
      await using server = await createSessionServer({ host });
      ({ port } = server);
      await Promise.all([server.close(), server.close()]);
    }
    await using again = await createSessionServer({ host, port });
    expect(again.port).toBe(port);
  });

  it('forgets sockets: a client that resumes at the next server is told to stop', async () => {
    const socketId = createId();
    const server = await createSessionServer({ host });
    const { sessionId } = await server.createSession();
    await RawClient.join(server, sessionId, { socketId });
    await server.close();
    await using next = await createSessionServer({ host, port: server.port });
    const options = { sessionId, apiKey: server.apiKey, socketId, reconnect: true };
    const back = await RawClient.open(next, options);
    await expect(back.settle()).rejects.toThrow('socket closed');
    expect((await back.closed).code).toBe(1011);
  });
});
