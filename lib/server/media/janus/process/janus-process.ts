import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { Logger } from 'pino';
import { SessionServerError } from '../../../session-server-error.js';
import { findProgram } from './find-program.js';
import { writeJanusConfig, type JanusConfig, type JanusConfigOptions } from './janus-config.js';
import { RouterClosed } from '../connection/janus-error.js';
import type { JanusPlace, JanusSite } from './janus-place.js';

export interface JanusProcessOptions extends JanusConfigOptions {
  /** The program. */
  readonly command: string;
  readonly logger: Logger;
}

/** What is kept of what it prints, lines: its last words say why it ended. */
const lastWords = 20;

interface Running {
  readonly config: JanusConfig;
  readonly child: ChildProcess;
  readonly printed: string[];
  readonly exited: Promise<unknown>;
}

/**
 * A Janus that is this process's child, with a configuration of its own. It has nothing to save, so it is ended by SIGKILL
 * (1.1.2 often crashes when it is asked to end), and started again when it has ended by itself.
 */
export class JanusProcess implements JanusPlace {
  readonly starts = true;
  readonly #options: JanusProcessOptions;
  #running: Running | undefined;
  #closed = false;
  readonly #killAtExit = (): void => {
    if (this.#running !== undefined) kill(this.#running.child);
  };

  constructor(options: JanusProcessOptions) {
    this.#options = options;
    process.on('exit', this.#killAtExit);
  }

  /** @throws SessionServerError `router-missing` or `router-failed`. */
  async locate(): Promise<JanusSite> {
    if (this.#running !== undefined && hasExited(this.#running.child)) await this.discard();
    const running = this.#running ?? (await this.#start());
    this.#running = running;
    // Meanwhile, perhaps.
    if (this.#closed) {
      await this.discard();
      throw new RouterClosed();
    }
    const { config } = running;
    return { address: config.address, apiSecret: config.apiSecret };
  }

  get failure(): string | undefined {
    const running = this.#running;
    if (running === undefined || !hasExited(running.child)) return undefined;
    const { exitCode, signalCode } = running.child;
    return `janus ended (${exitCode ?? signalCode}): ${lastWordsOf(running.printed)}`;
  }

  async discard(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (running === undefined) return;
    kill(running.child);
    await running.exited;
    await running.config.remove();
  }

  async close(): Promise<void> {
    this.#closed = true;
    process.off('exit', this.#killAtExit);
    await this.discard();
  }

  async #start(): Promise<Running> {
    const { command, logger } = this.#options;
    const program = await findProgram(command);
    if (program === undefined) throw notInstalled(command);
    const leash = await findProgram('setpriv');
    const config = await writeJanusConfig(this.#options);
    const run = [program, ...config.arguments];
    // The kernel ends it with this process, however that ends.
    const argv = leash === undefined ? run : [leash, '--pdeathsig', 'KILL', '--', ...run];
    const [file = program, ...args] = argv;
    const child = spawn(file, args, {
      // Its working folder takes what it leaves when it crashes.
      cwd: config.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Ctrl-C in a terminal is for this process, which ends it.
      detached: true,
    });
    const printed: string[] = [];
    keepLines(child.stdout, printed, logger);
    keepLines(child.stderr, printed, logger);
    const exited = new Promise<void>((resolve) => {
      child.once('exit', resolve).once('error', () => {
        resolve();
      });
    });
    try {
      await once(child, 'spawn');
    } catch (cause) {
      await config.remove();
      throw notStarted(command, cause);
    }
    logger.info({ pid: child.pid }, 'janus started');
    child.once('exit', (code, signal) => {
      if (this.#running?.child !== child) return;
      logger.error({ code, signal, printed: lastWordsOf(printed) }, 'janus ended');
    });
    return { config, child, printed, exited };
  }
}

function notInstalled(command: string): SessionServerError {
  return new SessionServerError(
    'router-missing',
    `${command} is not installed: apt-get install janus, or give the URL of a Janus that runs`,
  );
}

function notStarted(command: string, cause: unknown): SessionServerError {
  const problem = cause instanceof Error ? cause.message : String(cause);
  const message = `${command} cannot be started: ${problem}`;
  return new SessionServerError('router-failed', message, { cause });
}

/** With what it may have started itself, if `command` is a script: it leads a process group. */
function kill(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function hasExited({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function lastWordsOf(printed: readonly string[]): string {
  return printed.at(-1) ?? 'it said nothing';
}

function keepLines(stream: Readable, printed: string[], logger: Logger): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.map((text) => text.trim()).filter((text) => text !== '')) {
      logger.debug({ janus: line }, 'janus says');
      printed.push(line);
      if (printed.length > lastWords) printed.shift();
    }
  });
}
