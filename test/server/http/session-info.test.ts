import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSessionServer } from '../../../lib/server/index.js';
import type { SessionServer } from '../../../lib/server/index.js';

let server: SessionServer;
let path: string;

beforeAll(async () => {
  server = await createSessionServer();
  const { sessionId } = await server.createSession();
  const token = await server.generateToken(sessionId);
  path = `/session/${sessionId}?token=${encodeURIComponent(token)}`;
});

afterAll(() => server.close());

/** The answer to a request with these header lines. */
async function ask(version: string, ...lines: string[]): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  const head = [`GET ${path} HTTP/${version}`, 'Connection: close', ...lines];
  socket.write(`${head.join('\r\n')}\r\n\r\n`, 'latin1');
  return text(socket);
}

describe('session info', () => {
  it('is kept by no cache, and neither are refusals', async () => {
    for (const url of [path, '/session/x']) {
      const { headers } = await fetch(server.url + url);
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  it('sends clients to the host that they asked', async () => {
    expect(await ask('1.1', 'Host: example.com:81')).toContain('ws://example.com:81/');
    expect(await ask('1.1', 'Host: [::1]:81')).toContain('ws://[::1]:81/');
    expect(await ask('1.0')).toContain(`ws://127.0.0.1:${server.port}/`);
  });

  it.each(['[', 'a b', 'a/b', 'user@example.com', 'a:99999', '%', '\\', 'a?b', 'a#b'])(
    'is 400 for the host %s',
    async (host) => {
      expect(await ask('1.1', `Host: ${host}`)).toMatch(/^HTTP\/1\.1 400 /);
    },
  );
});

describe('requests in a pipeline', () => {
  it('are answered one after the other as long as they are few', async () => {
    const socket = connect(server.port, '127.0.0.1');
    const one = (connection: string) =>
      `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: ${connection}\r\n\r\n`;
    socket.write(one('keep-alive').repeat(4) + one('close'));
    expect((await text(socket)).match(/HTTP\/1\.1 200/g)).toHaveLength(5);
  });

  it('are refused, with the connection, when there are many', async () => {
    const socket = connect(server.port, '127.0.0.1');
    socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`.repeat(100));
    const answers = await text(socket);
    expect(answers.match(/HTTP\/1\.1 429/g)).toHaveLength(1);
    expect(answers.match(/HTTP\/1\.1 200/g)?.length).toBeLessThan(20);
  });
});
