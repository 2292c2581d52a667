import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StepError } from './errors.mjs';

/**
 * Lets one process at a time work in a folder. The lock of a process that is gone is taken over.
 *
 * @param {string} directory
 * @returns {Promise<() => Promise<void>>} Releases the lock.
 */
export async function lock(directory) {
  const file = path.join(directory, 'lock');
  await mkdir(directory, { recursive: true });
  for (;;) {
    try {
      await writeFile(file, `${process.pid}\n`, { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const owner = Number(await readFile(file, 'utf8').catch(() => ''));
    if (isRunning(owner)) {
      throw new StepError('lock', `process ${owner} is at work in ${directory}`, {
        remedy: 'wait for it to end, or give another folder with --cache',
      });
    }
    await rm(file, { force: true });
  }
}

/** @param {number} pid */
function isRunning(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
