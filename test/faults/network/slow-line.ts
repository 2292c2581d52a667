import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rename } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ipOn, type Host } from './netns.js';

const run = promisify(execFile);

const source = fileURLToPath(new URL('tun-delay.c', import.meta.url));
const folder = fileURLToPath(new URL('../../build/faults/', import.meta.url));
const device = 'wan0';

export interface SlowLineOptions {
  /** Each way, milliseconds. */
  readonly delayMs: number;
  /** Each packet takes up to this much more or less, milliseconds. */
  readonly jitterMs: number;
  /** Whether a packet waits for those before it, as in a queue, or overtakes them, as over radio. */
  readonly order: 'ordered' | 'overtaking';
  /** Of the lots that the packets draw. */
  readonly seed: number;
}

/** A line between two hosts that delays each packet by itself: an interface `wan0` on both, with an address each. */
export class SlowLine implements AsyncDisposable {
  /** Of the two hosts, in the order given. */
  readonly addresses = ['10.78.0.1', '10.78.0.2'] as const;
  readonly #process: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#process = child;
  }

  static async between(a: Host, b: Host, options: SlowLineOptions): Promise<SlowLine> {
    const { delayMs, jitterMs, order, seed } = options;
    const args = [a.namespace, b.namespace, device, delayMs, jitterMs, order, seed].map(String);
    const child = spawn(await build(), args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const line = new SlowLine(child);
    const [first] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [
      unknown,
    ];
    if (!String(first).startsWith('ready'))
      throw new Error(`tun-delay ended with ${String(first)}`);
    for (const [index, { namespace }] of [a, b].entries()) {
      const own = line.addresses[index] ?? '';
      const peer = line.addresses[1 - index] ?? '';
      await ipOn(namespace, 'address', 'add', own, 'peer', peer, 'dev', device);
      await ipOn(namespace, 'link', 'set', device, 'up');
    }
    return line;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    // It ends with its standard input, so that it also does when we are killed.
    this.#process.stdin?.end();
    await ended;
  }
}

/** Compiles the forwarder, which takes no time worth caching, and returns where it is. */
async function build(): Promise<string> {
  await mkdir(folder, { recursive: true });
  const program = `${folder}tun-delay`;
  const fresh = `${program}.${process.pid}`;
  await run('gcc', ['-O2', '-Wall', '-Wextra', '-Werror', '-o', fresh, source]);
  // One that runs is not written to.
  await rename(fresh, program);
  return program;
}
