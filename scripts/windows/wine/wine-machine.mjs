import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { StepError } from '../errors.mjs';
import { run } from '../process.mjs';
import { removeTree } from './remove-tree.mjs';

/** A healthy Wine makes its drive in some ten seconds, on a busy machine in a minute. */
const START_TIMEOUT_S = 300;

/** Programs that do not end when the machine is shut down are killed after this. */
const STOP_TIMEOUT_S = 20;

/** How often output is passed on while a program runs. */
const OUTPUT_INTERVAL_MS = 500;

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
    const prefix = path.join(folder, 'prefix');
    const machine = new WineMachine(folder, {
      ...env,
      WINEPREFIX: prefix,
      WINEDEBUG: '-all',
      // No offers to install .NET and a browser.
      WINEDLLOVERRIDES: 'mscoree,mshtml=',
    });
    // Of a run that was killed, programs may be left.
    if (existsSync(prefix)) await machine.stop();
    await removeTree(folder);
    await mkdir(folder, { recursive: true });
    const options = {
      step: 'wine: start',
      log,
      env: machine.#env,
      limitSeconds: START_TIMEOUT_S,
      remedy: 'node scripts/setup.mjs --with windows --with wine; then try `wineboot` by hand',
    };
    try {
      await run(['wineboot', '--init'], options);
      await run(['wine', 'winecfg', '-v', 'win10'], options);
      const dll = path.join(prefix, 'drive_c', 'windows', 'system32', 'bcryptprimitives.dll');
      const source = path.join(import.meta.dirname, 'bcryptprimitives.c');
      const compiler = ['x86_64-w64-mingw32-gcc-posix', '-O2', '-shared'];
      await run([...compiler, '-o', dll, source, '-ladvapi32'], options);
    } catch (error) {
      await machine.stop();
      throw error;
    }
    return machine;
  }

  /**
   * Runs a Windows program to its end, or until the watchdog ends all programs of this machine.
   * node.exe under Wine wants files, not pipes, for its standard streams.
   *
   * @param {string[]} command
   * @param {object} options
   * @param {string} options.cwd
   * @param {number} options.timeoutMs For the watchdog.
   * @param {Record<string, string>} [options.env] Added to the environment.
   * @param {(text: string) => void} [options.onOutput] Is given standard output as it grows.
   * @returns {Promise<WineResult>}
   */
  async run(command, { cwd, timeoutMs, env = {}, onOutput }) {
    this.#runs += 1;
    const [outFile, errFile] = /** @type {[string, string]} */ (
      ['stdout', 'stderr'].map((name) => path.join(this.#folder, `${this.#runs}.${name}`))
    );
    const [out, err] = await Promise.all([open(outFile, 'w'), open(errFile, 'w')]);
    const tail = onOutput && (await Tail.of(outFile, onOutput));
    // Nothing is awaited from here until its end is listened for: a short program would be missed.
    const child = spawn('wine', command, {
      cwd,
      env: { ...process.env, ...this.#env, ...env },
      stdio: ['ignore', out.fd, err.fd],
    });
    let timedOut = false;
    const watchdog = setTimeout(() => {
      timedOut = true;
      // What does not even listen to Wine is killed after that.
      void this.stop().finally(() => child.kill('SIGKILL'));
    }, timeoutMs);
    try {
      const [code, signal] = await once(child, 'close');
      const [stdout, stderr] = await Promise.all([
        readFile(outFile, 'utf8'),
        readFile(errFile, 'utf8'),
      ]);
      return { code: signal === null ? code : 128, timedOut, stdout, stderr };
    } catch (error) {
      throw new StepError('wine: run', `wine cannot be started: ${String(error)}`, {
        remedy: 'node scripts/setup.mjs --with wine',
        cause: error,
      });
    } finally {
      clearTimeout(watchdog);
      await tail?.end();
      await Promise.all([out.close(), err.close()]);
    }
  }

  /** Ends all its programs, and no one else's. */
  async stop() {
    const env = { ...process.env, ...this.#env };
    /** @param {string[]} args */
    const server = async (...args) => {
      const options = ['--kill-after=5', `${STOP_TIMEOUT_S}`, 'wineserver', ...args];
      await once(spawn('timeout', options, { env, stdio: 'ignore' }), 'close');
    };
    await server('-k', '-w');
    // For a Wine that did not listen.
    await server('-k9');
  }
}

/** Passes a growing file on, piece by piece. */
class Tail {
  #handle;
  #listener;
  #decoder = new StringDecoder('utf8');
  #timer;
  /** @type {Promise<void>} */
  #reading = Promise.resolve();

  /**
   * @param {import('node:fs/promises').FileHandle} handle
   * @param {(text: string) => void} listener
   */
  constructor(handle, listener) {
    this.#handle = handle;
    this.#listener = listener;
    this.#timer = setInterval(() => this.#read(), OUTPUT_INTERVAL_MS);
  }

  /**
   * @param {string} file
   * @param {(text: string) => void} listener
   */
  static async of(file, listener) {
    return new Tail(await open(file), listener);
  }

  #read() {
    this.#reading = this.#reading.then(async () => {
      for (;;) {
        const { bytesRead, buffer } = await this.#handle.read();
        if (bytesRead === 0) return;
        this.#listener(this.#decoder.write(buffer.subarray(0, bytesRead)));
      }
    });
    return this.#reading;
  }

  async end() {
    clearInterval(this.#timer);
    await this.#read();
    await this.#handle.close();
  }
}
