import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSessionServer, type SessionServer } from '../../../lib/server/index.js';
import { RawClient } from '../../helpers/rigs/raw-client.js';

let server: SessionServer;
let sessionId: string;

beforeAll(async () => {
  server = await createSessionServer({ page: true, timers: { pageCodeMs: 50 } });
  ({ sessionId } = await server.createSession());
});
afterAll(() => server.close());

function exchange(link: string): Promise<Response> {
  const { origin, pathname, hash } = new URL(link);
  return fetch(`${origin}${pathname}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code: hash.slice(1) }),
  });
}

describe('the page of a server', () => {
  it('is one document that takes nothing from elsewhere', async () => {
    for (const path of ['/', '/s/any-name']) {
      const response = await fetch(`${server.url}${path}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      const html = await response.text();
      expect(html).not.toMatch(/<(script|link|img)[^>]+(src|href)="?(https?:|\/)/);
    }
  });

  it('has a link whose code gives a token that joins, once', async () => {
    const link = await server.createPageLink(sessionId, { name: 'dev', role: 'moderator' });
    expect(link).toMatch(new RegExp(`^${server.url}/s/dev#[a-z0-9]{10}$`));
    const first = await exchange(link);
    const { token, ...rest } = (await first.json()) as { token: string };
    expect(rest).toEqual({ apiKey: server.apiKey, sessionId });
    const client = await RawClient.open(server, { sessionId, apiKey: server.apiKey });
    await client.connect();
    expect((await client.create(token)).status).toBe(200);
    const second = await exchange(link);
    expect(second.status).toBe(404);
    expect(await second.text()).toContain('used already');
  });

  it('takes no code after its time', async () => {
    const link = await server.createPageLink(sessionId);
    const until = performance.now() + 60;
    await expect.poll(() => performance.now(), { interval: 20 }).toBeGreaterThan(until);
    expect((await exchange(link)).status).toBe(404);
  });

  it('is not there unless it was asked for', async () => {
    await using plain = await createSessionServer();
    expect((await fetch(`${plain.url}/`)).status).toBe(404);
    const { sessionId: other } = await plain.createSession();
    await expect(plain.createPageLink(other)).rejects.toMatchObject({ code: 'not-offered' });
  });
});

describe('a server for pages of this machine only', () => {
  it('tells browsers so', async () => {
    await using local = await createSessionServer({ allowedOrigins: 'loopback' });
    const allowed = async (origin: string): Promise<string | null> => {
      const response = await fetch(`${local.url}/session/none`, { headers: { origin } });
      return response.headers.get('access-control-allow-origin');
    };
    for (const origin of ['http://localhost:5173', 'http://127.0.0.1:1', 'http://[::1]:80']) {
      expect(await allowed(origin)).toBe(origin);
    }
    for (const origin of ['https://example.com', 'http://localhost.example.com', 'null']) {
      expect(await allowed(origin)).toBeNull();
    }
  });
});
