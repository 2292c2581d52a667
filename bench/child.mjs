import { fork } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';

/**
 * Runs a module in a Node process of its own. It gets `input` as {@link input}, calls {@link report} once, and is to end by
 * itself: how it ends is part of the result.
 *
 * @param {URL} module
 * @param {unknown} input JSON
 * @param {{ timeoutMs: number, execArgv?: string[] }} options after `timeoutMs` it is killed
 * @returns {Promise<{ report: any, exit: string }>} `exit` as a shell tells it, `0` or e.g. `139 (SIGSEGV)`
 */
export async function runInChild(module, input, { timeoutMs, execArgv = [] }) {
  const child = fork(module, [JSON.stringify(input)], {
    execArgv,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  let report;
  child.once('message', (message) => (report = message));
  const [code, signal] = await once(child, 'exit');
  const exit = signal
    ? `${128 + constants.signals[/** @type {NodeJS.Signals} */ (signal)]} (${signal})`
    : String(code);
  if (report === undefined) {
    throw new Error(`${module.pathname} ended with ${exit} before it reported`);
  }
  return { report, exit };
}

/**
 * In the child: what the parent gave it.
 *
 * @returns {any}
 */
export function input() {
  return JSON.parse(process.argv[2]);
}

/**
 * In the child: tells the parent, and lets go of it, so that the process can end.
 *
 * @param {unknown} result JSON
 * @returns {Promise<void>}
 */
export function report(result) {
  return new Promise((resolve, reject) => {
    if (!process.send) throw new Error('this process has no parent to report to');
    process.send(result, (/** @type {Error | null} */ error) => {
      process.disconnect();
      if (error) reject(error);
      else resolve();
    });
  });
}
