import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSessionServer } from '../../../lib/server/index.js';
import type { SessionServer } from '../../../lib/server/index.js';
import { RawClient } from '../../helpers/rigs/raw-client.js';

/**
 * Requests as the official server SDKs of other languages send them, by their public sources and documentation: headers,
 * bodies, paths and tokens. Those for Node run themselves, in test/interop.
 */
const project = { apiKey: '100', secret: 'one' };

let server: SessionServer;

beforeAll(async () => {
  server = await createSessionServer({ projects: [project] });
});

afterAll(() => server.close());

type Claims = Readonly<Record<string, unknown>>;

/** A JWT of exactly these parts. */
function jwt(header: Claims, payload: Claims): string {
  const encode = (part: Claims): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode(header)}.${encode(payload)}`;
  const signature = createHmac('sha256', project.secret).update(signed).digest('base64url');
  return `${signed}.${signature}`;
}

const now = Math.floor(Date.now() / 1000);
const header = { typ: 'JWT', alg: 'HS256' };
const times = { iat: now, exp: now + 300 };
const usual = { iss: project.apiKey, ist: 'project', ...times };

interface Sdk {
  readonly token: () => string;
  readonly headers: Readonly<Record<string, string>>;
  /** Of a form, when it creates a session. */
  readonly create: string;
  /** Whether it asks for JSON then. */
  readonly json?: boolean;
  /** Of the list of streams, below the session. */
  readonly streams: string;
}

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

const sdks: Readonly<Record<string, Sdk>> = {
  PHP: {
    token: () => jwt(header, { ...usual, jti: '5f3a' }),
    headers: { 'User-Agent': 'OpenTok-PHP-SDK/4.15.1 GuzzleHttp/7', ...form },
    create: 'archiveMode=manual&p2p.preference=enabled',
    streams: '/stream/',
  },
  '.NET': {
    token: () => jwt(header, usual),
    // Its Expect names the content type.
    headers: {
      ...{ 'User-Agent': 'Opentok-DotNet-SDK/3.14.0', 'X-TB-VERSION': '1' },
      ...{ Expect: 'application/x-www-form-urlencoded', ...form },
    },
    create: 'location=&p2p.preference=enabled&archiveMode=manual',
    streams: '/stream',
  },
  Ruby: {
    token: () => jwt({ ...header, ist: 'project' }, { iss: project.apiKey, ...times }),
    headers: { 'User-Agent': 'OpenTok-Ruby-SDK/4.7.0', ...form },
    create: 'archiveMode=manual&p2p.preference=enabled',
    streams: '/stream',
  },
  Python: {
    token: () => jwt(header, { ...usual, nbf: now, jti: '0.25' }),
    headers: {
      'User-Agent': 'OpenTok-Python-SDK/3.11.1',
      'Accept-Encoding': 'gzip, deflate',
      ...form,
    },
    create: 'p2p.preference=enabled&archiveMode=manual',
    streams: '/stream',
  },
  Java: {
    token: () => jwt(header, { ...usual, jti: 'a-b' }),
    headers: {
      ...{ 'User-Agent': 'Opentok-Java-SDK/4.14.0 JRE/17' },
      ...{ Accept: 'application/json', ...form },
    },
    create: 'archiveMode=manual&p2p.preference=enabled',
    json: true,
    streams: '/stream',
  },
  Go: {
    token: () => jwt(header, { ...usual, jti: 'c' }),
    headers: {
      ...{ 'User-Agent': 'OpenTok-Go-SDK/2.2.0', 'Accept-Encoding': 'gzip' },
      ...{ Accept: 'application/json', ...form },
    },
    create: 'archiveMode=manual&p2p.preference=enabled',
    json: true,
    streams: '/stream',
  },
};

/** Head lines and body go out as they are. */
async function call(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<{ readonly status: number; readonly body: string }> {
  const all = {
    Host: `127.0.0.1:${server.port}`,
    ...headers,
    ...(body !== undefined && { 'Content-Length': String(Buffer.byteLength(body)) }),
    Connection: 'close',
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  const socket = connect(server.port, '127.0.0.1');
  socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
  const [head = '', ...rest] = (await text(socket)).split('\r\n\r\n');
  return { status: Number(head.slice(9, 12)), body: rest.join('\r\n\r\n') };
}

describe.each(Object.entries(sdks))('a server SDK for %s', (_name, sdk) => {
  const auth = (): Readonly<Record<string, string>> => ({ 'X-OPENTOK-AUTH': sdk.token() });
  const json = { 'Content-Type': 'application/json' };
  const { 'User-Agent': agent = '' } = sdk.headers;

  it('creates a session that can be joined, and administers it', async () => {
    const created = await call(
      'POST',
      '/session/create',
      { ...auth(), ...sdk.headers },
      sdk.create,
    );
    expect(created.status).toBe(200);
    const pattern = sdk.json ? /"session_id":"([^"]+)"/ : /<session_id>([^<]+)<\/session_id>/;
    const [, sessionId = ''] = pattern.exec(created.body) ?? [];
    const ann = await RawClient.join(server, sessionId);
    const path = `/v2/project/${project.apiKey}/session/${sessionId}`;
    const common = { ...auth(), 'User-Agent': agent };

    const signal = JSON.stringify({ type: 'chat', data: 'hello' });
    expect((await call('POST', `${path}/signal`, { ...common, ...json }, signal)).status).toBe(204);
    expect((await ann.next('signal')).message).toMatchObject({ type: 'chat', data: 'hello' });

    const streams = await call('GET', path + sdk.streams, common);
    expect([streams.status, JSON.parse(streams.body)]).toEqual([200, { count: 0, items: [] }]);

    const mute = JSON.stringify({ active: true, excludedStreamIds: null });
    expect((await call('POST', `${path}/mute`, { ...common, ...json }, mute)).status).toBe(200);

    const gone = `${path}/connection/${ann.connectionId}`;
    expect((await call('DELETE', gone, { ...common, ...json })).status).toBe(204);
    expect((await ann.closed).code).toBe(1000);
  });
});
