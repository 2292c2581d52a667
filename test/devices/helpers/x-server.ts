import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

/** A screen that nobody looks at: an X server of its own, on a display number that is free. */
export class XServer implements AsyncDisposable {
  /** For the variable DISPLAY. */
  readonly display: string;
  readonly #process: ChildProcess;

  private constructor(display: string, process: ChildProcess) {
    this.display = display;
    this.#process = process;
  }

  static async start(width: number, height: number): Promise<XServer> {
    const screen = ['-screen', '0', `${width}x${height}x24`];
    const child = spawn('Xvfb', ['-displayfd', '3', ...screen, '-noreset', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    await once(child, 'spawn');
    // The server writes its number as soon as it listens, in two pieces.
    let number = '';
    for await (const text of child.stdio[3] as Readable) {
      number += String(text);
      if (number.endsWith('\n')) return new XServer(`:${number.trim()}`, child);
    }
    throw new Error(`Xvfb ended with exit code ${child.exitCode}`);
  }

  get pid(): number {
    const { pid } = this.#process;
    if (pid === undefined) throw new Error('Xvfb is not running');
    return pid;
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill();
    await ended;
  }
}
