import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';
import { describe, expect, it } from 'vitest';
import { createSessionServer, type RouterOption } from '../../../../lib/server/index.js';
import { FakeJanus } from '../../../helpers/fakes/fake-janus.js';
import { until } from '../../../helpers/until.js';

/** Why a server with this router does not start. */
async function failureOf(router: RouterOption): Promise<{ code: string; message: string }> {
  try {
    await using server = await createSessionServer({
      router,
      timers: { routerRequestMs: 200, routerStartMs: 2000, routerRetryMs: 10 },
    });
    throw new Error(`it started at ${server.url}`);
  } catch (error) {
    const { message } = error as Error;
    expect(message).not.toContain('\n');
    return { code: (error as { code: string }).code, message };
  }
}

describe('a server with a media router', () => {
  it('starts with one that runs, and its secrets', async () => {
    const secrets = { apiSecret: 'sesame', adminKey: 'rooms' };
    await using janus = await FakeJanus.start(secrets);
    await using server = await createSessionServer({ router: { url: janus.url, ...secrets } });
    expect((await server.createSession({ mediaMode: 'routed' })).mediaMode).toBe('routed');
    // It has tried whether it may make one.
    await until(() => janus.asked('destroy').length === 1 && janus.rooms.size === 0);
  });

  it('says that there is none at the URL', async () => {
    const janus = await FakeJanus.start();
    const { url } = janus;
    await janus[Symbol.asyncDispose]();
    expect(await failureOf(url)).toEqual({
      code: 'router-unreachable',
      message: `no Janus at ${url} (ECONNREFUSED): start it, or give the URL of its WebSocket`,
    });
  });

  it('says that what is there is none: a web server, another WebSocket, one that is silent', async () => {
    const web = createServer((_request, response) => response.end('hello'));
    web.listen(0, '127.0.0.1');
    await once(web, 'listening');
    const others = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    others.on('connection', (ws) => {
      ws.on('message', () => {
        ws.send('what?');
      });
    });
    await once(others, 'listening');
    await using silent = await FakeJanus.start();
    silent.silent = true;
    try {
      const urls = [web, others].map((server) => {
        return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      });
      for (const url of [...urls, silent.url]) {
        expect(await failureOf(url)).toEqual({
          code: 'router-unsuitable',
          message: `what answers at ${url} is not a Janus: give the URL of Janus' WebSocket`,
        });
      }
    } finally {
      web.close();
      others.close();
    }
  });

  it('says that it is too old, or has no VideoRoom', async () => {
    await using old = await FakeJanus.start({ version: 40 });
    await using bare = await FakeJanus.start({ plugins: ['janus.plugin.sip'] });
    expect(await failureOf(old.url)).toMatchObject({
      code: 'router-unsuitable',
      message: expect.stringContaining('is too old: install 1.0 or later') as string,
    });
    expect(await failureOf(bare.url)).toMatchObject({
      code: 'router-unsuitable',
      message: expect.stringContaining('enable libjanus_videoroom') as string,
    });
  });

  it('says which secret is wrong, and not what it is', async () => {
    await using janus = await FakeJanus.start({ apiSecret: 'sesame', adminKey: 'rooms' });
    const { url } = janus;
    const failures = [
      await failureOf({ url, apiSecret: 'open-up' }),
      await failureOf({ url, apiSecret: 'sesame', adminKey: 'open-up' }),
    ];
    expect(failures.map(({ code }) => code)).toEqual(['router-refused', 'router-refused']);
    expect(failures[0]?.message).toContain('router.apiSecret must be its api_secret');
    expect(failures[1]?.message).toContain('router.adminKey must be its admin_key');
    expect(JSON.stringify(failures)).not.toContain('open-up');
  });

  it('says that Janus is not installed, and how to get it', async () => {
    expect(await failureOf({ command: 'no-such-janus' })).toEqual({
      code: 'router-missing',
      message:
        'no-such-janus is not installed: apt-get install janus, or give the URL of a Janus that runs',
    });
  });

  it.skipIf(process.platform === 'win32')(
    'says with what words it ended, or that it did not get ready (programs of a POSIX system)',
    async () => {
      expect(await failureOf({ command: 'false' })).toEqual({
        code: 'router-failed',
        message: 'janus ended (1): it said nothing',
      });
      const folder = await mkdtemp(join(tmpdir(), 'janus-'));
      const command = join(folder, 'waits');
      await writeFile(command, '#!/bin/sh\nsleep 600\n', { mode: 0o755 });
      expect(await failureOf({ command })).toEqual({
        code: 'router-failed',
        message: 'janus took no connection within 2000 ms (timers.routerStartMs)',
      });
      await rm(folder, { recursive: true });
    },
  );
});

describe('the option router', () => {
  it.each<[unknown, string]>([
    [
      'http://127.0.0.1',
      'options.router must be "janus" or a URL that begins with ws:// or wss://',
    ],
    ['', 'options.router must not be empty'],
    [7, 'options.router must be a string'],
    [{ url: 'janus' }, 'options.router.url must be a URL that begins with ws:// or wss://'],
    [{ uri: 'ws://a' }, 'options.router.uri is not an option; did you mean url?'],
    [{ apiSecret: 'x' }, 'options.router has apiSecret, which needs a url'],
    [
      { url: 'ws://a', command: 'janus' },
      'options.router has command, which cannot be given with a url',
    ],
    [
      { mediaAddresses: ['eth0"; evil'] },
      'options.router.mediaAddresses[0] must be an address or the name of a network interface',
    ],
    [{ publicAddress: 'example.com' }, 'options.router.publicAddress must be an IP address'],
    [
      { mediaPorts: { first: 2000, last: 1999 } },
      'options.router.mediaPorts must not end before it begins',
    ],
    [{ mediaPorts: { first: 80, last: 90 } }, 'options.router.mediaPorts.first must be'],
    [{ videoCodecs: ['h265'] }, 'options.router.videoCodecs[0] must be'],
    [{ videoCodecs: [] }, 'options.router.videoCodecs must not be empty'],
  ])('is checked: %j', async (router, message) => {
    const failure: unknown = await createSessionServer({ router: router as RouterOption }).catch(
      (error: unknown) => error,
    );
    expect(String(failure)).toContain(message);
  });
});
