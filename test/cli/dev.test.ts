import { spawn } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endedBy, runCommand, startCommand, type RunningCommand } from './helpers/command.js';
import { temporaryFolder } from './helpers/media.js';
import { until } from '../helpers/until.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let env: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  env = join(folder.path, '.env');
});
afterEach(() => folder[Symbol.asyncDispose]());

const dev = (...args: readonly string[]): RunningCommand =>
  startCommand(['dev', '--port', '0', '--env', env, ...args]);

async function valuesIn(file: string): Promise<Record<string, string>> {
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/, 2) as [string, string]));
}

const linesOf = (text: string): { event: string }[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string });

describe('webrtc-session dev', () => {
  it('writes what joins its session into .env, and leaves the rest of the file alone', async () => {
    await writeFile(env, '# mine\nOTHER=1\nTOKEN=old\nLAST=2\n');
    const command = dev();
    await command.printed('ready');
    const text = await readFile(env, 'utf8');
    expect(text).toMatch(
      /^# mine\nOTHER=1\nTOKEN=ey\S+\nLAST=2\nAPI_URL=http:\/\/127\.0\.0\.1:\d+\n/,
    );
    expect(Object.keys(await valuesIn(env))).toEqual(
      expect.arrayContaining(['API_URL', 'API_KEY', 'SESSION_ID', 'TOKEN']),
    );
    command.process.kill('SIGINT');
    await command.finished;
  });

  it('keeps key and session from run to run', async () => {
    const run = async (): Promise<Record<string, string>> => {
      const command = dev();
      await command.printed('ready');
      command.process.kill('SIGINT');
      await command.finished;
      return valuesIn(env);
    };
    const [first, second] = [await run(), await run()];
    expect(second['SESSION_ID']).toBe(first['SESSION_ID']);
    expect(second['API_KEY']).toBe('dev');
  });

  it('tells a program what happens in JSON lines without credentials, and ends with a summary', async () => {
    const command = dev();
    await command.printed('ready');
    const record = join(folder.path, 'received');
    const [talker, listener] = await Promise.all([
      runCommand(['join', '--dev', '--env', env, '--name', 'Talker', '--seconds', '6']),
      runCommand([
        ...['join', '--dev', '--env', env, '--publish', 'none', '--json'],
        ...['--record', record, '--seconds', '4'],
      ]),
    ]);
    expect(talker).toMatchObject({ code: 0, stderr: '' });
    expect(listener).toMatchObject({ code: 0, stderr: '' });
    const heard = linesOf(listener.stdout) as {
      event: string;
      streams?: { stream: string; fps: number; width: number; audioDb: number }[];
    }[];
    const figures = heard.flatMap(({ streams = [] }) => streams);
    expect(figures.some(({ fps, width }) => fps > 15 && width === 640)).toBe(true);
    expect(figures.some(({ audioDb }) => audioDb > -40)).toBe(true);
    const files = (await readdir(record)).sort();
    expect(files.map((name) => name.replace(/-[0-9a-f]{8}/, ''))).toEqual([
      'Talker.png',
      'Talker.wav',
    ]);
    for (const name of files) expect((await stat(join(record, name))).size).toBeGreaterThan(1000);

    command.process.kill('SIGINT');
    const { stdout, ...end } = await command.finished;
    expect(end).toMatchObject(endedBy('SIGINT'));
    const events = linesOf(stdout);
    const summary = { event: 'summary', connections: 2, streams: 1 };
    expect(events[0]).toMatchObject({ event: 'ready', apiKey: 'dev' });
    expect(events).toContainEqual(
      expect.objectContaining({ event: 'streamCreated', name: 'Talker' }),
    );
    // Windows has no signals; there a process is ended at once.
    const last = process.platform === 'win32' ? { event: 'connectionDestroyed' } : summary;
    expect(events.at(-1)).toMatchObject(last);
    expect(stdout).not.toContain((await valuesIn(env))['TOKEN']);
    expect(stdout).not.toMatch(/\/s\/dev#/);
  });

  it('takes the port that it is told, or says that it is taken', async () => {
    const first = dev();
    const { url } = linesOf(await first.printed('\n'))[0] as unknown as { url: string };
    const second = await runCommand(['dev', '--env', env, '--port', new URL(url).port]);
    first.process.kill('SIGINT');
    await first.finished;
    expect(second.code).toBe(1);
    expect(second.stderr).toContain('choose another with --port');
  });
});

describe.runIf(process.platform === 'linux')(
  'webrtc-session dev on a terminal (needs script, Linux)',
  () => {
    /** Runs it on a pseudo-terminal. */
    function onTerminal(variables: Readonly<Record<string, string>> = {}) {
      const main = new URL('../../dist/cli/main.js', import.meta.url).pathname;
      const command = `'${process.execPath}' '${main}' dev --port 0 --env '${env}'`;
      const child = spawn('script', ['-qefc', command, '/dev/null'], {
        env: { ...process.env, TERM: 'xterm', ...variables },
      });
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
      const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
      return { child, ended, output: () => output };
    }

    it('shows a short link, a status line, a QR code for q, and a summary for Ctrl-C', async () => {
      const terminal = onTerminal();
      await until(() => terminal.output().includes('0 connections'));
      expect(terminal.output()).toMatch(/http:\/\/127\.0\.0\.1:\d+\/s\/dev#[a-z0-9]{10}/);
      expect(terminal.output()).toContain('\u001B[1m');
      terminal.child.stdin.write('q');
      await until(() => terminal.output().includes('█'));
      terminal.child.stdin.write('\u0003');
      expect(await terminal.ended).toBe(0);
      expect(terminal.output()).toContain('0 connections, 0 streams, 0 signals in 0:');
    });

    it('uses no colour where NO_COLOR says so', async () => {
      const terminal = onTerminal({ NO_COLOR: '1' });
      await until(() => terminal.output().includes('0 connections'));
      terminal.child.stdin.write('\u0003');
      await terminal.ended;
      for (const code of [1, 2, 32]) expect(terminal.output()).not.toContain(`\u001B[${code}m`);
    });
  },
);
