import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { childrenOf, startCommand, type RunningCommand } from '../helpers/command.js';
import { makeTalk, temporaryFolder } from '../helpers/media.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let talk: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  talk = await makeTalk(folder.path, { seconds: 20, size: '320x180', fps: 10 });
});
afterAll(() => folder[Symbol.asyncDispose]());

const patience = { timeout: 60_000, interval: 10 };

/** Resolves with the publisher and the subscriber. */
const whenForked = ({ pid }: RunningCommand): Promise<number[]> =>
  vi.waitFor(async () => {
    const children = await childrenOf(pid);
    expect(children).toHaveLength(2);
    return children;
  }, patience);

/** Resolves when sound arrives at the subscriber. */
const whenMediaFlows = (out: string): Promise<void> =>
  vi.waitFor(() => access(join(out, 'received.wav')), patience);

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

function startDemo(name: string, ...args: readonly string[]) {
  const out = join(folder.path, name);
  return { out, command: startCommand(['demo', '--json', '--out', out, ...args]) };
}

describe.runIf(process.platform === 'linux')('Ctrl-C, sent to a process group', () => {
  it('ends the demo while it starts', async () => {
    const { command } = startDemo('starting');
    const children = await whenForked(command);
    command.interrupt();
    expect(await command.finished).toEqual({ code: 130, signal: null, stdout: '', stderr: '' });
    expect(children.filter(isAlive)).toEqual([]);
  });

  it.each([
    ['the pattern', () => []],
    ['a file', () => ['--file', talk, '--seconds', '20']],
  ])('ends the demo while it plays %s', async (name, args) => {
    const { out, command } = startDemo(`playing ${name}`, ...args());
    const children = await whenForked(command);
    await whenMediaFlows(out);
    command.interrupt();
    expect(await command.finished).toEqual({ code: 130, signal: null, stdout: '', stderr: '' });
    expect(children.filter(isAlive)).toEqual([]);
  });

  it('twice ends it at once', async () => {
    const { command } = startDemo('twice');
    await whenForked(command);
    command.interrupt();
    command.interrupt();
    expect(await command.finished).toMatchObject({ code: 130, stdout: '' });
  });
});

describe.runIf(process.platform === 'linux')('processes of the demo, as /proc lists them', () => {
  it('end when the parent is killed', async () => {
    const { out, command } = startDemo('killed');
    const children = await whenForked(command);
    await whenMediaFlows(out);
    process.kill(command.pid, 'SIGKILL');
    // Their ends of the pipes must be closed as well.
    expect(await command.finished).toMatchObject({ signal: 'SIGKILL', stdout: '' });
    await vi.waitFor(() => {
      expect(children.filter(isAlive)).toEqual([]);
    }, patience);
  });

  it('are missed when they die', async () => {
    const { out, command } = startDemo('dying');
    const [, subscriber = 0] = await whenForked(command);
    await whenMediaFlows(out);
    process.kill(subscriber, 'SIGKILL');
    const { code, stdout, stderr } = await command.finished;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      'webrtc-session demo: the subscriber process ended unexpectedly: SIGKILL\n',
    );
  });
});
