import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../../scripts/windows/process.mjs';
import { temporaryFolder } from './temporary-folder.mjs';

test('output goes to the log, with the command, and to the listener', async ({
  onTestFinished,
}) => {
  const log = path.join(await temporaryFolder(onTestFinished), 'logs', 'step.log');
  /** @type {string[]} */
  const lines = [];
  const output = await run(['sh', '-c', 'echo one; echo two >&2'], {
    step: 'test',
    log,
    onLine: (line) => lines.push(line),
  });
  expect(lines.sort()).toEqual(['one', 'two']);
  expect(output.split('\n').sort()).toEqual(['one', 'two']);
  expect(await readFile(log, 'utf8')).toMatch(/\$ sh -c .*\n(one\ntwo|two\none)\n/);
});

test('a failing command names the step, the first error, a remedy and the log', async ({
  onTestFinished,
}) => {
  const log = path.join(await temporaryFolder(onTestFinished), 'step.log');
  const script = 'echo "a.c:3:1: error: expected ;"; echo "error: and more"; exit 2';
  const failure = run(['sh', '-c', script], { step: 'libvpx: compile', log });
  await expect(failure).rejects.toMatchObject({
    name: 'StepError',
    step: 'libvpx: compile',
    message: 'sh: a.c:3:1: error: expected ;',
    log,
  });
});

test.for([
  'fatal error: error writing to /tmp/x.s: No space left on device',
  'OSError: [Errno 28] ENOSPC',
])('a full disk is told as such: %s', async (line, { onTestFinished }) => {
  const log = path.join(await temporaryFolder(onTestFinished), 'step.log');
  await expect(
    run(['sh', '-c', 'echo "$0"; exit 1', line], { step: 'test', log }),
  ).rejects.toMatchObject({
    message: 'no space left on device',
    remedy: expect.stringContaining('free some disk space'),
    fatal: true,
  });
});

test('a log on a full disk is told as such', async () => {
  await expect(run(['echo', 'hello'], { step: 'test', log: '/dev/full' })).rejects.toMatchObject({
    message: 'no space left on device',
    step: 'test',
  });
});

test('a missing tool is named, with the command that installs it', async ({ onTestFinished }) => {
  const log = path.join(await temporaryFolder(onTestFinished), 'step.log');
  await expect(
    run(['x86_64-w64-mingw32-no-such-tool'], { step: 'compiler', log }),
  ).rejects.toMatchObject({
    step: 'compiler',
    message: expect.stringContaining('x86_64-w64-mingw32-no-such-tool cannot be started'),
    remedy: 'node scripts/setup.mjs --with windows',
  });
});

test('a killed command says so', async ({ onTestFinished }) => {
  const log = path.join(await temporaryFolder(onTestFinished), 'step.log');
  await expect(run(['sh', '-c', 'kill -KILL $$'], { step: 'test', log })).rejects.toMatchObject({
    message: 'sh: killed by SIGKILL',
  });
});

test('a command that takes too long is killed, even if something holds its output', async ({
  onTestFinished,
}) => {
  const log = path.join(await temporaryFolder(onTestFinished), 'step.log');
  const script = 'sleep 5 & exec sleep 600';
  await expect(
    run(['sh', '-c', script], { step: 'test', log, limitSeconds: 0.3 }),
  ).rejects.toMatchObject({ message: 'sh: not done within 0.3 s' });
});
