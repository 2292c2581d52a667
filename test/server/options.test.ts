import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSessionServer } from '../../lib/server/index.js';
import type { GenerateTokenOptions, SessionServerOptions } from '../../lib/server/index.js';
import { fetchSessionInfo, RawClient } from '../helpers/rigs/raw-client.js';

/** RS256 wants 2048 bits. */
const shortRsaKey = generateKeyPairSync('rsa', {
  modulusLength: 1024,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
}).publicKey;

describe('options of a session server', () => {
  it.each<[string, unknown, typeof TypeError | typeof RangeError]>([
    ['port', { port: 70_000 }, RangeError],
    ['port', { port: '80' }, TypeError],
    ['options.host must not be empty', { host: '' }, RangeError],
    ['options.prot is not an option; did you mean port?', { prot: 80 }, TypeError],
    ['limits.packetBytes', { limits: { packetBytes: 0 } }, RangeError],
    ['limits.packets', { limits: { packets: 1 } }, TypeError],
    ['timers.graceMs', { timers: { graceMs: 1.5 } }, RangeError],
    ['timers.graceMs', { timers: { graceMs: 2 ** 31 } }, RangeError],
    ['projects', { projects: [] }, RangeError],
    ['options.projects[0].secret must be a string', { projects: [{ apiKey: '1' }] }, TypeError],
    ['options.projects[0] must have apiKey and secret, or', { projects: [{}] }, TypeError],
    ['publicKey', { projects: [{ applicationId: 'a', publicKey: 'no PEM' }] }, TypeError],
    ['publicKey', { projects: [{ applicationId: 'a', publicKey: shortRsaKey }] }, RangeError],
    ['apiKey', { projects: [{ apiKey: 'a~b', secret: 's' }] }, RangeError],
    ['apiKey', { projects: [{ apiKey: '..', secret: 's' }] }, RangeError],
    ['apiKey', { projects: [{ apiKey: '1'.repeat(65), secret: 's' }] }, RangeError],
    ['applicationId', { projects: [{ applicationId: 'a/b', publicKey: 'PEM' }] }, RangeError],
    ['publicUrl', { publicUrl: 'https://host/path' }, RangeError],
    [
      'options.turn.urls[0] must be a URL that begins with turn: or turns:',
      { turn: { urls: ['stun:h'], secret: 's' } },
      RangeError,
    ],
    ['options.iceServers[0].urls must not be empty', { iceServers: [{ urls: [] }] }, RangeError],
    [
      'options.iceServers[0].urls[0] must have brackets around its IPv6 address',
      { iceServers: [{ urls: ['stun:2a05:d014::1:443'] }] },
      RangeError,
    ],
    [
      'options.iceServers[0] must have a username and a credential',
      { iceServers: [{ urls: ['turn:h'] }] },
      TypeError,
    ],
    ['allowedOrigins', { allowedOrigins: 7 }, TypeError],
    ['logger', { logger: () => undefined }, TypeError],
  ])('names %s when it is wrong', async (field, options, error) => {
    const failure = await createSessionServer(options as SessionServerOptions).catch(
      (cause: unknown) => cause,
    );
    expect(failure).toBeInstanceOf(error);
    expect((failure as Error).message).toContain(field);
  });

  it('refuses two projects with one key', async () => {
    const projects = [
      { apiKey: '100', secret: 'a' },
      { apiKey: '100', secret: 'b' },
    ];
    await expect(createSessionServer({ projects })).rejects.toThrow(/100 occurs twice/);
  });

  it('listens on other addresses than loopback only if told to', async () => {
    await expect(createSessionServer({ host: '0.0.0.0' })).rejects.toMatchObject({
      name: 'SessionServerError',
      code: 'external-address',
    });
    await using server = await createSessionServer({ host: '0.0.0.0', allowExternal: true });
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
  });

  it('says so when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(createSessionServer({ port })).rejects.toMatchObject({
      code: 'address-in-use',
      message: `port ${port} of 127.0.0.1 is taken`,
    });
    other.close();
  });

  it('says so when the address is not one of this machine', async () => {
    const options = { host: '192.0.2.1', allowExternal: true };
    await expect(createSessionServer(options)).rejects.toMatchObject({
      code: 'address-unavailable',
    });
  });

  it('makes up a project if none is given', async () => {
    await using first = await createSessionServer();
    await using second = await createSessionServer();
    expect(first.projects).toEqual([
      {
        apiKey: expect.stringMatching(/^\d{8}$/) as unknown,
        secret: expect.stringMatching(/^[0-9a-f]{40}$/) as unknown,
      },
    ]);
    expect(first.apiKey).toBe(first.projects[0]?.apiKey);
    expect(second.projects[0]?.secret).not.toBe(first.projects[0]?.secret);
  });

  it('tells clients its public URL, if it has one', async () => {
    await using server = await createSessionServer({ publicUrl: 'https://sessions.example.com' });
    expect(server.url).toBe('https://sessions.example.com');
    const { sessionId } = await server.createSession();
    const direct = { ...server, url: `http://127.0.0.1:${server.port}` };
    const token = await server.generateToken(sessionId);
    expect(await fetchSessionInfo(direct, sessionId, token)).toMatchObject({
      messagingUrl: 'wss://sessions.example.com/rumorwebsocketsv2',
    });
  });
});

describe('projects file', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'projects-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function write(content: string): Promise<string> {
    const file = join(folder, 'projects.json');
    await writeFile(file, content);
    return file;
  }

  it('adds to the projects in the options', async () => {
    const projectsFile = await write('{"projects":[{"apiKey":"200","secret":"two"}]}');
    await using server = await createSessionServer({
      projects: [{ apiKey: '100', secret: 'one' }],
      projectsFile,
    });
    expect(server.projects.map(({ apiKey }) => apiKey)).toEqual(['100', '200']);
    const { apiKey } = await server.createSession({ apiKey: '200' });
    expect(apiKey).toBe('200');
  });

  it.each([
    ['not JSON', '{"projects":[{"apiKey":"200","secret":"hunter2"}', /is not JSON/],
    ['without projects', '{}', /projects/],
    [
      'with a wrong project',
      '{"projects":[{"apiKey":"200","sekret":"hunter2"}]}',
      /projects\[0\]\.sekret is not an option; did you mean secret/,
    ],
  ])('that is %s is refused without showing what is in it', async (_what, content, message) => {
    const failure = await createSessionServer({ projectsFile: await write(content) }).catch(
      (cause: unknown) => cause,
    );
    expect(failure).toMatchObject({ code: 'projects-file' });
    expect(String(failure)).toMatch(message);
    expect(String(failure)).not.toContain('hunter2');
  });

  it('may begin with a byte order mark, as files from Windows do', async () => {
    const projectsFile = await write('\uFEFF{"projects":[{"apiKey":"200","secret":"two"}]}');
    await using server = await createSessionServer({ projectsFile });
    expect(server.apiKey).toBe('200');
  });

  it('that does not exist is named', async () => {
    const projectsFile = join(folder, 'nowhere.json');
    await expect(createSessionServer({ projectsFile })).rejects.toThrow(projectsFile);
  });
});

describe('sessions and tokens in process', () => {
  it('reject what is wrong or not offered', async () => {
    await using server = await createSessionServer();
    const { sessionId } = await server.createSession({ mediaMode: 'routed', location: '10.0.0.1' });
    await expect(server.createSession({ apiKey: 'nobody' })).rejects.toMatchObject({
      code: 'unknown-project',
    });
    await expect(server.createSession({ archiveMode: 'always' })).rejects.toMatchObject({
      code: 'not-offered',
    });
    for (const location of ['a~b', 'x'.repeat(65), 'Zürich']) {
      await expect(server.createSession({ location }), location).rejects.toThrow(RangeError);
    }
    await expect(server.generateToken('1_nowhere')).rejects.toMatchObject({
      code: 'unknown-session',
    });
    await server.close();
    await expect(server.createSession()).rejects.toMatchObject({ code: 'closed' });
    await expect(server.generateToken(sessionId)).rejects.toMatchObject({ code: 'closed' });
  });

  it.each<[string, unknown, typeof TypeError | typeof RangeError]>([
    ['expiresInSeconds', { expiresInSeconds: 0 }, RangeError],
    ['expiresInSeconds', { expiresInSeconds: 30 * 86_400 + 1 }, RangeError],
    ['expiresInSeconds', { expiresInSeconds: '60' }, TypeError],
    ['data', { data: 'x'.repeat(1001) }, RangeError],
    ['data', { data: 7 }, TypeError],
    ['data', { data: 'Ann \ud800' }, RangeError],
    ['role', { role: 'king' }, RangeError],
    ['format', { format: 'jwe' }, RangeError],
    ['expires', { expires: 60 }, TypeError],
  ])('name the wrong option %s of a token', async (field, options, error) => {
    await using server = await createSessionServer();
    const { sessionId } = await server.createSession();
    const failure = await server
      .generateToken(sessionId, options as GenerateTokenOptions)
      .catch((cause: unknown) => cause);
    expect(failure).toBeInstanceOf(error);
    expect((failure as Error).message).toMatch(new RegExp(`^options\\.${field} `));
  });

  it('work with the longest key and location', async () => {
    const apiKey = 'k'.repeat(64);
    await using server = await createSessionServer({ projects: [{ apiKey, secret: 's' }] });
    const { sessionId } = await server.createSession({ location: 'l'.repeat(64) });
    const client = await RawClient.join(server, sessionId);
    expect((await client.read()).message.sessionId).toBe(sessionId);
  });

  it('serve sessions made as routed relayed, and say so', async () => {
    await using server = await createSessionServer();
    const { sessionId, mediaMode } = await server.createSession({ mediaMode: 'routed' });
    expect(mediaMode).toBe('relayed');
    const token = await server.generateToken(sessionId);
    expect(await fetchSessionInfo(server, sessionId, token)).toMatchObject({
      mediaMode: 'relayed',
    });
  });

  it('stop at the limit of sessions', async () => {
    await using server = await createSessionServer({ limits: { sessions: 1 } });
    await server.createSession();
    await expect(server.createSession()).rejects.toMatchObject({ code: 'too-many-sessions' });
  });
});
