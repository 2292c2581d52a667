import { fork, type ChildProcess } from 'node:child_process';
import { rename } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleForNode } from '../helpers/bundle.js';

export type Program = 'server' | 'attacker' | 'bystander';

/** A process of an attack, which ends with the test. */
export class Child implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #exited: Promise<string>;
  readonly #messages: unknown[] = [];
  #wake: () => void = () => undefined;
  #end: string | undefined;

  private constructor(child: ChildProcess) {
    this.#process = child;
    child.on('message', (message) => {
      this.#messages.push(message);
      this.#wake();
    });
    this.#exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#end = String(code ?? signal);
        resolve(this.#end);
        this.#wake();
      });
    });
  }

  static async start(program: Program, setup: object, execArgv: string[] = []): Promise<Child> {
    const file = await bundled(program);
    return new Child(fork(file, [JSON.stringify(setup)], { execArgv }));
  }

  /** Undefined while it runs, then its exit code or the signal that ended it. */
  get end(): string | undefined {
    return this.#end;
  }

  /** The next thing that it says; rejects if it ends instead. */
  async next<T>(): Promise<T> {
    for (;;) {
      if (this.#messages.length > 0) return this.#messages.shift() as T;
      if (this.#end !== undefined) throw new Error(`the process ended with ${this.#end}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  tell(what: string): void {
    this.#process.send(what);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#end === undefined) this.#process.kill('SIGKILL');
    await this.#exited;
  }
}

const programs = new Map<Program, Promise<string>>();

/** A plain module: no child has to compile TypeScript. */
function bundled(program: Program): Promise<string> {
  const made = programs.get(program) ?? bundle(program);
  programs.set(program, made);
  return made;
}

async function bundle(program: Program): Promise<string> {
  const file = fileURLToPath(new URL(`../../build/attacks/${program}.mjs`, import.meta.url));
  // Another run may start what it has made.
  const fresh = `${file}.${process.pid}`;
  await bundleForNode(`test/attacks/processes/${program}.ts`, fresh);
  await rename(fresh, file);
  return file;
}
