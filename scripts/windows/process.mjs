import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { StepError, diskFull, isDiskFull } from './errors.mjs';

/** Lines of output kept to find the reason of a failure. */
const TAIL_LINES = 200;

/** Would change what a compiler makes without being part of any cache key. */
const COMPILER_VARIABLES = [
  'CC',
  'CXX',
  'CFLAGS',
  'CXXFLAGS',
  'CPPFLAGS',
  'LDFLAGS',
  'CPATH',
  'C_INCLUDE_PATH',
  'CPLUS_INCLUDE_PATH',
  'LIBRARY_PATH',
  'MAKEFLAGS',
  'PKG_CONFIG_PATH',
];

/**
 * @typedef {object} RunOptions
 * @property {string} step Name for error messages.
 * @property {string} log File that gets the command and all its output, appended.
 * @property {string} [cwd]
 * @property {Record<string, string>} [env] Added to the environment.
 * @property {number} [nice] Niceness, 0 by default.
 * @property {string} [remedy] What to do when the command fails.
 * @property {number} [limitSeconds] Then it is killed, which is a failure. No limit by default.
 * @property {(line: string) => void} [onLine] Sees each line of output.
 */

/**
 * Runs a command to its end, with its output in a log file.
 *
 * @param {string[]} command Program and arguments; no shell.
 * @param {RunOptions} options
 * @returns {Promise<string>} The last lines of its output.
 * @throws {StepError} when it cannot be started or does not exit with 0.
 */
export async function run(command, options) {
  const { step, cwd, env = {}, nice = 0, limitSeconds, onLine } = options;
  await mkdir(path.dirname(options.log), { recursive: true });
  const log = createWriteStream(options.log, { flags: 'a' });
  /** @type {Promise<unknown>} */
  const logWritten = finished(log).catch((error) => error);
  log.write(`\n$ cd ${cwd ?? process.cwd()}\n$ ${command.join(' ')}\n`);

  const argv = nice > 0 ? ['nice', '-n', `${nice}`, ...command] : command;
  const child = spawn(argv[0] ?? '', argv.slice(1), {
    cwd,
    env: { ...neutralEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  /** @type {string[]} */
  const tail = [];
  const readers = [child.stdout, child.stderr].map(async (stream) => {
    for await (const line of createInterface({ input: stream })) {
      log.write(`${line}\n`);
      tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
      onLine?.(line);
    }
  });

  /** @type {string} */
  let failure = '';
  const limit = new Limit(limitSeconds);
  try {
    const ended = Promise.all([once(child, 'close'), ...readers]);
    const result = await Promise.race([ended, limit.expired]);
    if (result) {
      const [[code, signal]] = result;
      if (code !== 0) failure = signal ? `killed by ${signal}` : `exit code ${code}`;
    } else {
      failure = `not done within ${limitSeconds} s`;
      child.kill('SIGKILL');
      // What it started may hold them open.
      child.stdout.destroy();
      child.stderr.destroy();
    }
  } catch (error) {
    log.end();
    await logWritten;
    throw new StepError(step, `${argv[0]} cannot be started: ${String(error)}`, {
      remedy: options.remedy ?? 'node scripts/setup.mjs --with windows',
      log: options.log,
      fatal: true,
      cause: error,
    });
  } finally {
    limit.clear();
  }
  log.end();
  const logError = await logWritten;

  const output = tail.join('\n');
  if (isDiskFull(logError) || (failure && isDiskFull(output))) {
    throw diskFull(step, { log: options.log });
  }
  if (failure) {
    throw new StepError(step, `${command[0]}: ${firstError(tail) ?? failure}`, {
      remedy: options.remedy ?? 'see the log; running it again goes on from this step',
      log: options.log,
    });
  }
  return output;
}

/** A time after which a promise resolves, or never. */
class Limit {
  /** @type {NodeJS.Timeout | undefined} */
  #timer;
  /** @type {Promise<undefined>} */
  expired;

  /** @param {number} [seconds] */
  constructor(seconds) {
    this.expired = new Promise((resolve) => {
      if (seconds !== undefined) this.#timer = setTimeout(() => resolve(undefined), seconds * 1000);
    });
  }

  clear() {
    clearTimeout(this.#timer);
  }
}

/** @param {string[]} tail */
function firstError(tail) {
  return tail.find((line) => /(^|\s)(fatal )?(error|E):/i.test(line))?.trim();
}

/** This process's environment, in plain English and without settings of another build. */
function neutralEnvironment() {
  /** @type {NodeJS.ProcessEnv} */
  const environment = { ...process.env, LC_ALL: 'C' };
  for (const name of COMPILER_VARIABLES) delete environment[name];
  return environment;
}
