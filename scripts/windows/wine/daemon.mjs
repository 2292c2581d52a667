import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { StepError } from '../errors.mjs';

/** Time to become ready, which takes a second where nothing else is going on, and to end when asked to. */
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 10_000;

/**
 * Starts a program that runs beside the tests, with its output in a log, and waits until it is of use.
 *
 * @template T
 * @param {string[]} command
 * @param {object} options
 * @param {string} options.step Name for error messages.
 * @param {string} options.log
 * @param {Record<string, string>} [options.env] Added to the environment.
 * @param {(child: import('node:child_process').ChildProcess, aborted: AbortSignal) => Promise<T>} options.ready
 *   Resolves when it is of use. Its fourth stream, `stdio[3]`, is a pipe.
 * @returns {Promise<{ result: T, stop: () => Promise<void> }>}
 * @throws {StepError} when it cannot be started, ends before it is ready or is not ready in time.
 */
export async function startDaemon(command, { step, log, env = {}, ready }) {
  await mkdir(path.dirname(log), { recursive: true });
  const output = await open(log, 'a');
  const child = spawn(command[0] ?? '', command.slice(1), {
    env: { ...process.env, ...env },
    stdio: ['ignore', output.fd, output.fd, 'pipe'],
  });
  // Nothing is awaited until its end is listened for: a short program would be missed.
  const settled = new AbortController();
  const signal = AbortSignal.any([settled.signal, AbortSignal.timeout(START_TIMEOUT_MS)]);
  /** @type {Promise<never>} */
  const trouble = new Promise((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`it ended with exit code ${code}`)));
    signal.addEventListener('abort', () => {
      reject(new Error(`it was not ready within ${START_TIMEOUT_MS / 1000} s`));
    });
  });
  trouble.catch(() => undefined);
  await output.close();

  async function stop() {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    const ended = once(child, 'exit');
    const watchdog = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    child.kill();
    await ended;
    clearTimeout(watchdog);
  }

  try {
    return { result: await Promise.race([ready(child, signal), trouble]), stop };
  } catch (error) {
    await stop();
    const reason = error instanceof Error ? error.message : String(error);
    throw new StepError(step, `${command[0]}: ${reason}`, {
      remedy: 'node scripts/setup.mjs --with wine; then see the log',
      log,
      cause: error,
    });
  } finally {
    settled.abort();
  }
}
