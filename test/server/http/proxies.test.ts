import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createSessionServer, type SessionServerOptions } from '../../../lib/server/index.js';

/** Where a client is sent for messaging. */
async function messagingUrl(
  options: SessionServerOptions,
  headers: Record<string, string>,
): Promise<string> {
  await using server = await createSessionServer(options);
  const { sessionId } = await server.createSession();
  const token = await server.generateToken(sessionId);
  const url = `${server.url}/session/${sessionId}?token=${encodeURIComponent(token)}`;
  const body = await (await fetch(url, { headers })).text();
  return /wss?:\/\/[^"/]+/.exec(body)?.[0] ?? body;
}

const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'sessions.example.com' };

describe('a server behind a TLS proxy', () => {
  it.each([['127.0.0.1'], ['127.0.0.0/8']])(
    'that it trusts, as %s, sends clients there',
    async (entry) => {
      expect(await messagingUrl({ trustedProxies: ['10.0.0.0/8', entry] }, forwarded)).toBe(
        'wss://sessions.example.com',
      );
    },
  );

  it.each<[string, SessionServerOptions]>([
    ['nobody', {}],
    ['others', { trustedProxies: ['10.0.0.0/8', '::1'] }],
  ])('believes nothing that is said if it trusts %s', async (_, options) => {
    expect(await messagingUrl(options, forwarded)).toMatch(/^ws:\/\/127\.0\.0\.1:\d+$/);
  });

  it('names what is no address', async () => {
    await expect(createSessionServer({ trustedProxies: ['10.0.0.0/33'] })).rejects.toThrow(
      /options\.trustedProxies\[0\] must be an address/,
    );
  });
});

it('a certificate that is none is named as what is wrong', async () => {
  const tls = { cert: 'no certificate', key: 'no key' };
  await expect(createSessionServer({ tls })).rejects.toMatchObject({ code: 'tls' });
});

it('GET /health answers while the server serves', async () => {
  await using server = await createSessionServer();
  const response = await fetch(`${server.url}/health`);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ status: 'ok' });
});

it.runIf(process.platform === 'linux')(
  'a server with a certificate speaks TLS by itself (certificate by openssl, Linux)',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tls-'));
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const names = ['-subj', '/CN=localhost', '-days', '2', '-keyout', key, '-out', cert];
    execFileSync('openssl', ['req', '-x509', ...curve, ...names], { stdio: 'ignore' });
    await using server = await createSessionServer({
      tls: { cert: await readFile(cert, 'utf8'), key: await readFile(key, 'utf8') },
    });
    expect(server.url).toMatch(/^https:/);
    const { sessionId } = await server.createSession();
    const token = encodeURIComponent(await server.generateToken(sessionId));
    const sent = request(`${server.url}/session/${sessionId}?token=${token}`, {
      rejectUnauthorized: false,
      agent: false,
    });
    sent.end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    expect(await text(response)).toContain(`wss://127.0.0.1:${server.port}`);
    await rm(folder, { recursive: true });
  },
);
