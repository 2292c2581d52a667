import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { StepError } from '../errors.mjs';
import { run } from '../process.mjs';

/** A healthy Wine makes its drive in some ten seconds, on a busy machine in a minute. */
const START_TIMEOUT_MS = 300_000;

/**
 * @typedef {object} WineResult
 * @property {number} code Exit code of the Windows process.
 * @property {boolean} timedOut Whether the watchdog ended it.
 * @property {string} stdout
 * @property {string} stderr
 */

/** One Windows machine of its own under Wine: drive, registry and processes. */
export class WineMachine {
  #folder;
  #env;
  #runs = 0;

  /**
   * @param {string} folder
   * @param {Record<string, string>} env
   */
  constructor(folder, env) {
    this.#folder = folder;
    this.#env = env;
  }

  /**
   * Makes a fresh machine.
   *
   * @param {string} folder Is emptied first; gets drive, registry and the output of programs.
   * @param {object} options
   * @param {string} options.log
   * @param {Record<string, string>} [options.env] Such as DISPLAY and PULSE_SERVER, which the first
   *   program of a machine fixes for all of them.
   * @throws {StepError} when Wine does not start.
   */
  static async start(folder, { log, env = {} }) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const prefix = path.join(folder, 'prefix');
    const machine = new WineMachine(folder, {
      ...env,
      WINEPREFIX: prefix,
      WINEDEBUG: '-all',
      // No offers to install .NET and a browser.
      WINEDLLOVERRIDES: 'mscoree,mshtml=',
    });
    const options = {
      step: 'wine: start',
      log,
      env: machine.#env,
      remedy: 'node scripts/setup.mjs --with wine; then try `wine wineboot` by hand',
    };
    await run(['timeout', `${START_TIMEOUT_MS / 1000}`, 'wineboot', '--init'], options);
    await run(['wine', 'winecfg', '-v', 'win10'], options);
    const dll = path.join(prefix, 'drive_c', 'windows', 'system32', 'bcryptprimitives.dll');
    const source = path.join(import.meta.dirname, 'bcryptprimitives.c');
    const compiler = ['x86_64-w64-mingw32-gcc-posix', '-O2', '-shared'];
    await run([...compiler, '-o', dll, source, '-ladvapi32'], options);
    return machine;
  }

  /**
   * Runs a Windows program to its end, or until the watchdog ends all programs of this machine.
   * node.exe under Wine wants files, not pipes, for its standard streams.
   *
   * @param {string[]} command
   * @param {{ cwd: string, timeoutMs: number, env?: Record<string, string> }} options
   * @returns {Promise<WineResult>}
   */
  async run(command, { cwd, timeoutMs, env = {} }) {
    this.#runs += 1;
    const files = ['stdout', 'stderr'].map((name) =>
      path.join(this.#folder, `${this.#runs}.${name}`),
    );
    const handles = await Promise.all(files.map((file) => open(file, 'w')));
    const child = spawn('wine', command, {
      cwd,
      env: { ...process.env, ...this.#env, ...env },
      stdio: ['ignore', ...handles.map((handle) => handle.fd)],
    });
    let timedOut = false;
    const watchdog = setTimeout(() => {
      timedOut = true;
      void this.stop();
    }, timeoutMs);
    try {
      const [code, signal] = await once(child, 'close');
      const [stdout = '', stderr = ''] = await Promise.all(
        files.map((file) => readFile(file, 'utf8')),
      );
      return { code: signal === null ? code : 128, timedOut, stdout, stderr };
    } catch (error) {
      throw new StepError('wine: run', `wine cannot be started: ${String(error)}`, {
        remedy: 'node scripts/setup.mjs --with wine',
        cause: error,
      });
    } finally {
      clearTimeout(watchdog);
      await Promise.all(handles.map((handle) => handle.close()));
    }
  }

  /** Ends all its programs. */
  async stop() {
    const server = spawn('wineserver', ['-k', '-w'], {
      env: { ...process.env, ...this.#env },
      stdio: 'ignore',
    });
    await once(server, 'close');
  }
}
