import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Context, Session } from '../../lib/index.js';
import { httpGet } from '../../lib/node/network/http-get.js';
import { createSessionId } from '../../lib/protocol/index.js';
import type { Welcome } from '../../lib/cli/serve/welcome.js';
import { endedBy, runCommand, startCommand, type RunningCommand } from './helpers/command.js';
import { temporaryFolder } from './helpers/media.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let projects: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  projects = join(folder.path, 'projects.json');
  await writeFile(projects, JSON.stringify({ projects: [{ apiKey: '100', secret: 'sesame' }] }));
});
afterAll(() => folder[Symbol.asyncDispose]());

const serve = (...args: readonly string[]): RunningCommand =>
  startCommand(['serve', '--port', '0', ...args]);

async function welcomeOf(command: RunningCommand): Promise<Welcome> {
  return JSON.parse(await command.printed('\n')) as Welcome;
}

/** What a token lets its holder do in the session of a server. */
async function capabilities(welcome: Welcome, token: string) {
  using context = new Context();
  using session = new Session(context, welcome.apiKey, welcome.sessionId, { apiUrl: welcome.url });
  await session.connect(token);
  return session.capabilities;
}

describe('webrtc-session serve', () => {
  it('prints what a client needs to join, logs to stderr, and ends well on Ctrl-C', async () => {
    const command = serve('--json');
    const welcome = await welcomeOf(command);
    const { tokens, secret } = welcome;
    expect(await capabilities(welcome, tokens.subscriber ?? '')).toMatchObject({
      canPublish: false,
      canSubscribe: true,
    });
    expect(await capabilities(welcome, tokens.publisher ?? '')).toMatchObject({
      canPublish: true,
      canForceDisconnect: false,
    });
    expect(await capabilities(welcome, tokens.moderator ?? '')).toMatchObject({
      canForceDisconnect: true,
    });
    command.process.kill('SIGINT');
    const { stdout, stderr, ...end } = await command.finished;
    expect(end).toEqual(endedBy('SIGINT'));
    expect(stdout.trim().split('\n')).toHaveLength(1);
    const lines = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { msg: string });
    expect(lines[0]).toMatchObject({ url: welcome.url, msg: 'session server listens' });
    expect(stderr).not.toContain(secret);
    for (const token of Object.values(tokens)) expect(stderr).not.toContain(token);
  });

  it('has a text for people, with every value at the end of a line', async () => {
    const command = serve('--log-level', 'silent', '--projects', projects);
    const text = await command.printed('Ctrl-C');
    command.process.kill('SIGTERM');
    expect(text).toMatch(/^ {2}server +http:\/\/127\.0\.0\.1:\d+$/m);
    expect(text).toMatch(/^ {2}API key +100$/m);
    expect(text).toMatch(/^ {2}secret +sesame$/m);
    expect(text).toMatch(/^ {2}moderator token +\S+$/m);
    expect(await command.finished).toMatchObject({ ...endedBy('SIGTERM'), stderr: '' });
  });

  it('prints a link of its page, which is served only if asked for', async () => {
    const command = serve('--json', '--page', '--trusted-proxies', '127.0.0.1,10.0.0.0/8');
    const { url, page } = await welcomeOf(command);
    const { origin, pathname } = new URL(page ?? '');
    expect(origin).toBe(url);
    const { signal } = new AbortController();
    const init = { headers: {}, signal, redirect: 'error' } as const;
    const served = await httpGet(`${origin}${pathname}`, init);
    expect(await served.text()).toMatch(/^<!doctype html>/i);
    command.process.kill('SIGINT');
    await command.finished;
  });

  it('wants certificate and key together', async () => {
    const { code, stderr } = await runCommand(['serve', '--tls-cert', 'cert.pem']);
    expect(code).toBe(2);
    expect(stderr).toContain('--tls-cert and --tls-key are needed together');
  });

  it('applies limits', async () => {
    const command = serve('--json', '--log-level', 'silent', '--limit', 'connectionsPerSession=1');
    const welcome = await welcomeOf(command);
    const token = welcome.tokens.publisher ?? '';
    const context = new Context();
    const first = new Session(context, welcome.apiKey, welcome.sessionId, { apiUrl: welcome.url });
    await first.connect(token);
    await expect(capabilities(welcome, token)).rejects.toMatchObject({
      codeName: 'SessionConnectionLimitExceeded',
    });
    context.dispose();
    command.process.kill('SIGINT');
    await command.finished;
  });

  it('tells clients of the TURN server in a file', async () => {
    const file = join(folder.path, 'ice.json');
    const turn = { urls: ['turn:127.0.0.1:3478'], secret: 'north' };
    await writeFile(file, JSON.stringify({ turn, iceServers: [{ urls: ['stun:127.0.0.1'] }] }));
    const command = serve('--json', '--log-level', 'silent', '--ice', file);
    const { url, sessionId, tokens } = await welcomeOf(command);
    const headers = { 'X-OPENTOK-AUTH': tokens.publisher ?? '' };
    const { signal } = new AbortController();
    const init = { headers, signal, redirect: 'error' } as const;
    const info = await httpGet(`${url}/session/${sessionId}`, init);
    expect(JSON.parse(await info.text())).toMatchObject([
      {
        ice_servers: [
          { url: 'stun:127.0.0.1', username: null },
          { url: turn.urls[0], username: expect.stringMatching(/^\d+:/) as unknown },
        ],
      },
    ]);
    command.process.kill('SIGINT');
    await command.finished;
  });

  it.each([
    ['missing', undefined, 1, /--ice .*missing\.json: ENOENT/],
    ['no JSON', '{ "turn": north', 1, /--ice .*no JSON\.json: is not JSON/],
    ['no object', '[]', 1, /must hold an object/],
    ['about something else', '{ "stun": 1 }', 1, /only turn and iceServers are known/],
    [
      'wrong',
      '{ "turn": { "urls": ["stun:h"], "secret": "north" } }',
      2,
      /--ice turn\.urls\[0\] must be a URL that begins with turn: or turns:/,
    ],
  ] as const)('refuses a file of TURN servers that is %s', async (name, text, code, message) => {
    const file = join(folder.path, `${name}.json`);
    if (text !== undefined) await writeFile(file, text);
    const end = await runCommand(['serve', '--port', '0', '--ice', file]);
    expect(end).toMatchObject({ code, stdout: '' });
    expect(end.stderr).toMatch(message);
    expect(end.stderr).not.toContain('north');
  });

  it('says that the port is taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const { code, stdout, stderr } = await runCommand(['serve', '--port', String(port)]);
    holder.close();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`port ${port} of 127\\.0\\.0\\.1 is taken.*--port`));
  });

  it.each([
    ['an address for others', ['--host', '0.0.0.0'], 2, /--allow-external/],
    [
      'an unknown limit',
      ['--limit', 'patience=1'],
      2,
      /--limit patience is not an option; known: sockets, /,
    ],
    ['no projects file', ['--projects', 'missing.json'], 1, /--projects missing\.json: ENOENT/],
    ['a wrong public URL', ['--public-url', 'here'], 2, /--public-url/],
    ['a wrong media router', ['--router', 'http://h'], 2, /--router must be "janus" or a URL/],
    ['no media router', ['--router', 'ws://127.0.0.1:1'], 1, /no Janus at .*: start it, or/],
  ] as const)('refuses %s', async (_name, args, exitCode, message) => {
    const { code, stdout, stderr } = await runCommand(['serve', '--port', '0', ...args]);
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

describe('webrtc-session token', () => {
  it('makes a token that the server takes', async () => {
    const command = serve('--json', '--log-level', 'silent', '--projects', projects);
    const welcome = await welcomeOf(command);
    const where = ['--projects', projects, '--session', welcome.sessionId];
    const { code, stdout } = await runCommand(['token', ...where, '--role', 'moderator']);
    expect(code).toBe(0);
    expect(await capabilities(welcome, stdout.trim())).toMatchObject({ canForceDisconnect: true });
    command.process.kill('SIGINT');
    await command.finished;
  });

  it('needs a session of one of the projects, and data that is not too long', async () => {
    const missing = await runCommand(['token', '--projects', projects]);
    expect(missing).toMatchObject({ code: 2, stdout: '' });
    expect(missing.stderr).toContain('--session is needed');
    const where = ['--projects', projects, '--session', createSessionId({ key: '100' })];
    const long = await runCommand(['token', ...where, '--data', 'x'.repeat(1001)]);
    expect(long).toMatchObject({ code: 2, stdout: '' });
    expect(long.stderr).toContain('--data must have at most 1000 characters');
    const unknown = await runCommand(['token', '--projects', projects, '--session', '1_x']);
    expect(unknown).toMatchObject({ code: 1, stdout: '' });
  });
});

describe('webrtc-session', () => {
  it('lists its commands', async () => {
    const { code, stdout, stderr } = await runCommand(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const name of ['demo', 'serve', 'token'])
      expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  });

  it('tells its version', async () => {
    const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
    const { version } = JSON.parse(manifest) as { version: string };
    expect(await runCommand(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` });
  });

  it.each(['dev', 'join', 'demo', 'serve', 'devices', 'doctor', 'token'])(
    'explains %s',
    async (name) => {
      const { code, stdout } = await runCommand([name, '--help']);
      expect(code).toBe(0);
      expect(stdout).toContain(`Usage: webrtc-session ${name} [options]`);
    },
  );

  it.each([[[]], [['fly']], [['toString']]])('refuses %j', async (args) => {
    const { code, stdout, stderr } = await runCommand(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('dev, join, demo, serve, devices, doctor, token');
  });
});
