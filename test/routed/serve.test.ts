import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, vi } from 'vitest';
import { Context, Session } from '../../lib/index.js';
import { root } from '../helpers/bundle.js';

/** The process id in the line of the log that says that Janus was started. */
async function janusPid(lines: AsyncIterable<string>): Promise<number> {
  for await (const line of lines) {
    if (!line.startsWith('{')) continue;
    const { msg, pid } = JSON.parse(line) as { msg: string; pid: number };
    if (msg === 'janus started') return pid;
  }
  throw new Error('Janus was not started');
}

it('serve --router janus prints what joins a routed session; killed, it takes Janus with it', async () => {
  const command = [
    join(root, 'dist/cli/main.js'),
    'serve',
    '--port',
    '0',
    '--router',
    'janus',
    '--json',
  ];
  // What a killed server leaves behind goes with the test.
  const folder = await mkdtemp(join(tmpdir(), 'serve-'));
  const env = { ...process.env, TMPDIR: folder };
  const server = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'], env });
  const exited = once(server, 'exit');
  try {
    const pid = await janusPid(createInterface(server.stderr));
    server.stderr.resume();
    const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
    const { url, apiKey, sessionId, tokens } = JSON.parse(line) as {
      url: string;
      apiKey: string;
      sessionId: string;
      tokens: { publisher: string };
    };
    const info = await fetch(`${url}/session/${sessionId}`, {
      headers: { 'X-OPENTOK-AUTH': tokens.publisher },
    });
    expect(await info.json()).toMatchObject([
      { properties: { p2p: { preference: { value: 'disabled' } } } },
    ]);
    const context = new Context();
    const session = new Session(context, apiKey, sessionId, { apiUrl: url });
    await session.connect(tokens.publisher);
    context.dispose();

    expect(existsSync(`/proc/${pid}`)).toBe(true);
    server.kill('SIGKILL');
    await exited;
    await vi.waitUntil(() => !existsSync(`/proc/${pid}`), { timeout: 60_000 });
  } finally {
    server.kill('SIGKILL');
    await exited;
    await rm(folder, { recursive: true, force: true });
  }
});
