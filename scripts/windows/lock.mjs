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
  const own = `${process.pid} ${await startOf(process.pid)}\n`;
  await mkdir(directory, { recursive: true });
  for (;;) {
    try {
      await writeFile(file, own, { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const [owner = '', started] = (await readFile(file, 'utf8').catch(() => '')).trim().split(' ');
    if (await isRunning(owner, started)) {
      throw new StepError('lock', `process ${owner} is at work in ${directory}`, {
        remedy: 'wait for it to end, or give another folder with --cache',
      });
    }
    await rm(file, { force: true });
  }
}

/**
 * Whether the process that wrote a lock still runs. Its id alone does not tell: in a container, ids come again.
 *
 * @param {string} pid
 * @param {string} [started]
 */
async function isRunning(pid, started) {
  const start = /^\d+$/.test(pid) ? await startOf(pid) : undefined;
  return start !== undefined && (started === undefined || started === start);
}

/**
 * When a process was started, in the kernel's ticks (proc(5), field 22 of `stat`); undefined when there is none.
 *
 * @param {string | number} pid
 */
async function startOf(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The name of the program, in brackets, may have spaces.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}
