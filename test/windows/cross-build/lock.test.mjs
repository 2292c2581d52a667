import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { lock } from '../../../scripts/windows/lock.mjs';
import { temporaryFolder } from './temporary-folder.mjs';

test('a second build in the same cache is refused until the first is done', async ({
  onTestFinished,
}) => {
  const folder = await temporaryFolder(onTestFinished);
  const unlock = await lock(folder);
  await expect(lock(folder)).rejects.toMatchObject({
    step: 'lock',
    message: `process ${process.pid} is at work in ${folder}`,
    remedy: expect.stringContaining('--cache'),
  });
  await unlock();
  await (
    await lock(folder)
  )();
});

test('the lock of a build that was killed is taken over', async ({ onTestFinished }) => {
  const folder = await temporaryFolder(onTestFinished);
  const gone = spawnSync('true').pid;
  await writeFile(path.join(folder, 'lock'), `${gone}\n`);
  await (
    await lock(folder)
  )();
});

test('the lock of a process whose id somebody else has now is taken over', async ({
  onTestFinished,
}) => {
  const folder = await temporaryFolder(onTestFinished);
  await writeFile(path.join(folder, 'lock'), `${process.pid} 1\n`);
  await (
    await lock(folder)
  )();
});

test('a lock that was being written when the machine stopped is taken over', async ({
  onTestFinished,
}) => {
  const folder = await temporaryFolder(onTestFinished);
  await writeFile(path.join(folder, 'lock'), '');
  await (
    await lock(folder)
  )();
});
