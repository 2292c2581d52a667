import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Welcome } from '../../lib/cli/serve/welcome.js';
import { Context, Publisher, Session, TestPatternVideoSource } from '../../lib/index.js';
import { httpGet } from '../../lib/node/network/http-get.js';
import { runCommand, startCommand } from './helpers/command.js';

const serveWith = (...more: readonly string[]) => ['serve', '--port', '0', '--json', ...more];
const request = {
  headers: {},
  signal: new AbortController().signal,
  redirect: 'error',
} as const;

describe('webrtc-session serve --metrics', () => {
  it('counts sessions, connections, streams and signals', async () => {
    const command = startCommand(serveWith('--metrics', '127.0.0.1:0'));
    const welcome = JSON.parse(await command.printed('\n')) as Welcome;
    const metrics = async (): Promise<Map<string, number>> => {
      const response = await httpGet(welcome.metrics ?? '', request);
      const lines = (await response.text()).split('\n').filter((line) => !line.startsWith('#'));
      return new Map(
        lines.map((line) => {
          const at = line.lastIndexOf(' ');
          return [line.slice(0, at), Number(line.slice(at + 1))] as const;
        }),
      );
    };
    const context = new Context();
    const session = new Session(context, welcome.apiKey, welcome.sessionId, {
      apiUrl: welcome.url,
    });
    await session.connect(welcome.tokens.publisher ?? '');
    await session.publish(
      new Publisher(context, { video: new TestPatternVideoSource({ width: 64, height: 48 }) }),
    );
    await session.sendSignal('counted', 'once');
    const during = await metrics();
    expect(during.get('webrtc_session_sessions')).toBe(1);
    expect(during.get('webrtc_session_connections')).toBe(1);
    expect(during.get('webrtc_session_streams')).toBe(1);
    expect(during.get('webrtc_session_signals_total')).toBe(1);
    expect(during.get('nodejs_eventloop_lag_seconds')).toBeGreaterThanOrEqual(0);

    await session.disconnect();
    context.dispose();
    const connections = async () => (await metrics()).get('webrtc_session_connections');
    await expect.poll(connections, { timeout: 30_000 }).toBe(0);
    const after = await metrics();
    expect(after.get('webrtc_session_sessions')).toBe(0);
    expect(after.get('webrtc_session_streams')).toBe(0);
    const ended = 'webrtc_session_connections_ended_total{reason="clientDisconnected"}';
    expect(after.get(ended)).toBe(1);
    command.process.kill('SIGINT');
    await command.finished;
  });

  it('answers nothing else there', async () => {
    const command = startCommand(serveWith('--metrics', '127.0.0.1:0'));
    const { metrics } = JSON.parse(await command.printed('\n')) as Welcome;
    const { status } = await httpGet(new URL('/session', metrics ?? '').href, request);
    expect(status).toBe(404);
    command.process.kill('SIGINT');
    await command.finished;
  });

  it.each(['9100', 'localhost:9100', '127.0.0.1:99999', '127.0.0.1:'])(
    'rejects %j as its address',
    async (where) => {
      const { code, stderr } = await runCommand(serveWith('--metrics', where));
      expect(code).toBe(2);
      expect(stderr).toContain(`--metrics must be ADDRESS:PORT`);
    },
  );

  it('says that its port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { code, stderr } = await runCommand(serveWith('--metrics', `127.0.0.1:${port}`));
    expect(code).toBe(1);
    expect(stderr).toContain(`--metrics 127.0.0.1:${port}: listen EADDRINUSE`);
    taken.close();
  });
});
