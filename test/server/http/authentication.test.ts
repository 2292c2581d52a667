import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createApplicationToken,
  createProjectToken,
  createSessionId,
  createT1Token,
} from '../../../lib/protocol/index.js';
import { createSessionServer } from '../../../lib/server/index.js';
import type { SessionServer } from '../../../lib/server/index.js';
import { fetchSessionInfo, RawClient } from '../../helpers/rigs/raw-client.js';

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const applicationId = '7f9c2f4e-6f0b-4a39-9f0e-0d4d0a3a0c11';
const project = { apiKey: '100', secret: 'one' };

describe('tokens', () => {
  let server: SessionServer;
  let sessionId: string;
  let applicationSession: string;

  beforeAll(async () => {
    server = await createSessionServer({
      projects: [
        project,
        { apiKey: '200', secret: 'two' },
        { applicationId, publicKey: keys.publicKey, privateKey: keys.privateKey },
      ],
    });
    ({ sessionId } = await server.createSession());
    ({ sessionId: applicationSession } = await server.createSession({ apiKey: applicationId }));
  });

  afterAll(() => server.close());

  const credentials = { apiKey: project.apiKey, apiSecret: project.secret };

  /** What both places that check tokens say: HTTP status of session info, STATUS of joining. */
  async function tryToken(token: string, id = sessionId, key = '100'): Promise<[number, number]> {
    const info = await fetchSessionInfo({ ...server, apiKey: key }, id, token);
    const client = await RawClient.open(server, { sessionId: id, apiKey: key });
    await client.connect();
    const { status } = await client.create(token);
    await client.leave();
    return [typeof info === 'number' ? info : 200, status];
  }

  it('of all three kinds let their bearers in', async () => {
    const t1 = await createT1Token(credentials, { sessionId });
    const hs256 = await createProjectToken(credentials, { sessionId });
    const rs256 = await createApplicationToken(
      { applicationId, privateKey: keys.privateKey },
      { sessionId: applicationSession },
    );
    expect(await tryToken(t1)).toEqual([200, 200]);
    expect(await tryToken(hs256)).toEqual([200, 200]);
    expect(await tryToken(rs256, applicationSession, applicationId)).toEqual([200, 200]);
  });

  it('made by the server work, in both formats', async () => {
    for (const format of ['t1', 'jwt'] as const) {
      const token = await server.generateToken(sessionId, { format, role: 'moderator' });
      expect(await tryToken(token)).toEqual([200, 200]);
    }
    const token = await server.generateToken(applicationSession);
    expect(await tryToken(token, applicationSession, applicationId)).toEqual([200, 200]);
    await expect(server.generateToken(applicationSession, { format: 't1' })).rejects.toThrow(
      RangeError,
    );
  });

  it('that are wrong are refused at session info and at joining', async () => {
    const anHourAgo = (): number => Date.now() - 3_600_000;
    const wrong = {
      garbage: 'garbage',
      'another secret': await createProjectToken(
        { ...credentials, apiSecret: 'guess' },
        { sessionId },
      ),
      'another secret, T1': await createT1Token(
        { ...credentials, apiSecret: 'guess' },
        { sessionId },
      ),
      expired: await createProjectToken(credentials, {
        sessionId,
        lifetimeSeconds: 60,
        now: anHourAgo,
      }),
      'another session': await createProjectToken(credentials, {
        sessionId: createSessionId({ key: '100' }),
      }),
      'unknown project': await createProjectToken(
        { apiKey: '300', apiSecret: 'one' },
        { sessionId },
      ),
      'public key as a secret': await createProjectToken(
        { apiKey: applicationId, apiSecret: keys.publicKey },
        { sessionId },
      ),
    };
    for (const [what, token] of Object.entries(wrong)) {
      expect([what, await tryToken(token)]).toEqual([what, [403, 403]]);
    }
  });

  it('of one project do not open sessions of another', async () => {
    const token = await createProjectToken({ apiKey: '200', apiSecret: 'two' }, { sessionId });
    expect(await tryToken(token, sessionId, '200')).toEqual([404, 404]);
    // The URI names the session's own project, the token another.
    expect(await tryToken(token, sessionId, '100')).toEqual([404, 403]);
  });

  it('for sessions that do not exist are answered with 404', async () => {
    for (const id of [createSessionId({ key: '100' }), 'no-session-id']) {
      const token = await createProjectToken(credentials, { sessionId: id });
      expect(await tryToken(token, id)).toEqual([404, 404]);
    }
  });

  it('are taken from the old header and from the query too', async () => {
    const token = await server.generateToken(sessionId);
    const url = `${server.url}/session/${sessionId}`;
    const old = await fetch(url, { headers: { 'X-TB-TOKEN-AUTH': token } });
    expect(old.status).toBe(200);
    const query = await fetch(`${url}?format=json&version=1&token=${encodeURIComponent(token)}`);
    expect(query.status).toBe(200);
    expect((await fetch(url)).status).toBe(403);
  });
});

describe('sessions made elsewhere', () => {
  it('are served if the server is told to, for known projects only', async () => {
    await using server = await createSessionServer({
      projects: [project],
      autoCreateSessions: true,
    });
    const sessionId = createSessionId({ key: '100' });
    const client = await RawClient.join(server, sessionId);
    expect((await client.read()).message.sessionId).toBe(sessionId);
    const other = createSessionId({ key: '300' });
    const token = await createProjectToken(
      { apiKey: '100', apiSecret: 'one' },
      { sessionId: other },
    );
    expect(await fetchSessionInfo(server, other, token)).toBe(404);
    await expect(server.generateToken(other)).rejects.toMatchObject({ code: 'unknown-project' });
  });
});

describe('browsers', () => {
  const preflight = {
    method: 'OPTIONS',
    headers: {
      Origin: 'https://app.example.com',
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'x-opentok-auth,x-tb-version',
    },
  };

  it('may ask for session info from any page, and read refusals', async () => {
    await using server = await createSessionServer();
    const url = `${server.url}/session/any`;
    const allowed = await fetch(url, preflight);
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-headers')).toBe('x-opentok-auth,x-tb-version');
    const refused = await fetch(url, { headers: { Origin: 'https://app.example.com' } });
    expect(refused.status).toBe(403);
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('may do so from listed pages only, if there is a list', async () => {
    await using server = await createSessionServer({
      allowedOrigins: ['https://app.example.com'],
    });
    const url = `${server.url}/session/any`;
    const allowed = await fetch(url, preflight);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    const other = await fetch(url, { ...preflight, headers: { Origin: 'https://evil.example' } });
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
  });
});
