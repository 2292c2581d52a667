import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRestToken } from '../../../lib/protocol/index.js';
import { createSessionServer } from '../../../lib/server/index.js';
import type { SessionServer } from '../../../lib/server/index.js';
import { RawClient } from '../../helpers/rigs/raw-client.js';

let server: SessionServer;
let token: string;

beforeAll(async () => {
  server = await createSessionServer({ projects: [{ apiKey: '100', secret: 'one' }] });
  token = await createRestToken({ apiKey: '100', apiSecret: 'one' });
});

afterAll(() => server.close());

describe('offers in a pipeline', () => {
  it('are refused, and the connection is closed', async () => {
    const socket = connect(server.port, '127.0.0.1');
    const offer = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAAA\r\n';
    socket.write(`GET /health HTTP/1.1\r\nHost: a\r\n${offer}\r\n`.repeat(100));
    const answers = await text(socket);
    expect(answers.match(/HTTP\/1\.1 400/g)).toHaveLength(1);
    // Of those before it, none or few were answered.
    expect(answers.match(/HTTP\/1\.1 200/g) ?? []).not.toHaveLength(99);
  });
});

describe.each([
  [
    'HTTP/2',
    { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': 'AAMAAABk' },
  ],
  ['TLS', { Connection: 'Upgrade', Upgrade: 'TLS/1.2' }],
])('a request that offers %s', (_protocol, offer) => {
  async function call(method: string, path: string, body = ''): Promise<[number, string]> {
    const headers = {
      ...offer,
      'X-OPENTOK-AUTH': token,
      'Content-Type': 'application/json',
      Accept: 'application/json',
      'Content-Length': Buffer.byteLength(body),
    };
    const { port } = server;
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false });
    sent.end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return [response.statusCode ?? 0, await text(response)];
  }

  it('is served over HTTP/1.1, with its body', async () => {
    const [status, body] = await call('POST', '/session/create', '{"location":"10.0.0.1"}');
    expect(status).toBe(200);
    const [{ session_id: sessionId }] = JSON.parse(body) as [{ session_id: string }];
    await RawClient.join(server, sessionId);
    const path = `/v2/project/100/session/${sessionId}`;
    expect((await call('GET', `${path}/connection`))[0]).toBe(200);
    const long = JSON.stringify({ data: 'ü'.repeat(4096) });
    expect((await call('POST', `${path}/signal`, long))[0]).toBe(204);
    expect((await call('GET', '/nowhere'))[0]).toBe(404);
  });
});
