import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CommandError } from '../../command-error.js';
import { ownGroup } from './own-group.js';
import type { ParentMessage } from './process-messages.js';

/** What any child may say last. */
interface Failed {
  readonly type: 'failed';
  readonly message: string;
}

/**
 * How long a child may take to end after it was told to. In good order it has calls to close and figures to tell, and the
 * machine may be busy; somebody who wants it to stop does not wait as long.
 */
const endMs = { leave: 20_000, stop: 5000 };

/** A child process of the demo, as the parent sees it. */
export class Child<Config, Message extends { readonly type: string }> {
  readonly name: string;
  /** Its exit code, or -1 if a signal ended it; everything it said was heard before. Never rejects. */
  readonly ended: Promise<number>;
  /** Rejects when the child fails, or ends before {@link leave} or {@link stop}. Never resolves. */
  readonly failed: Promise<never>;
  readonly #process: ChildProcess;
  readonly #heard = new Map<string, Message>();
  readonly #waiting = new Map<string, (message: Message) => void>();
  #ending = false;

  /**
   * Forks the script, a path relative to this module, and hands it its configuration. What it prints goes to stderr, so
   * that stdout stays the parent's.
   */
  constructor(name: string, script: string, config: Config, onMessage: (message: Message) => void) {
    this.name = name;
    this.#process = fork(fileURLToPath(new URL(script, import.meta.url)), {
      detached: ownGroup,
      // Binary data passes as it is.
      serialization: 'advanced',
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    this.ended = this.#end();
    this.failed = new Promise((_resolve, reject) => {
      this.#process.on('message', (message: Message | Failed) => {
        if (isFailed(message)) reject(new CommandError(`${name}: ${message.message}`));
        else {
          onMessage(message);
          this.#hear(message);
        }
      });
      this.#process.once('error', reject);
      void this.ended.then((code) => {
        if (this.#ending) return;
        const how = this.#process.signalCode ?? `exit code ${code}`;
        reject(new CommandError(`the ${name} process ended unexpectedly: ${how}`));
      });
    });
    this.failed.catch(() => undefined);
    this.#say({ type: 'start', config });
  }

  /** The first message of a type, also if it came before. */
  heard<Type extends Message['type']>(type: Type): Promise<Extract<Message, { type: Type }>> {
    return new Promise((resolve) => {
      const known = this.#heard.get(type);
      const take = resolve as (message: Message) => void;
      if (known) take(known);
      else this.#waiting.set(type, take);
    });
  }

  tell(command: 'go' | 'drain'): void {
    this.#say({ type: command });
  }

  /** The orderly end: resolves with the exit code. A child that does not end in time is killed. */
  leave(): Promise<number> {
    return this.#finish('leave');
  }

  /** The end at any time, otherwise like {@link leave}. */
  stop(): Promise<number> {
    return this.#finish('stop');
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }

  async #finish(command: 'leave' | 'stop'): Promise<number> {
    this.#ending = true;
    this.#say({ type: command });
    const limit = setTimeout(() => {
      this.kill();
    }, endMs[command]);
    const code = await this.ended;
    clearTimeout(limit);
    return code;
  }

  #say(message: ParentMessage<Config>): void {
    // A child that is gone is told of by `ended`.
    if (this.#process.connected) this.#process.send(message, () => undefined);
  }

  #hear(message: Message): void {
    if (this.#heard.has(message.type)) return;
    this.#heard.set(message.type, message);
    this.#waiting.get(message.type)?.(message);
  }

  /** Messages can come after the exit; `disconnect` comes after the last. */
  async #end(): Promise<number> {
    const child = this.#process;
    const disconnected = new Promise((resolve) => child.once('disconnect', resolve));
    const code = await new Promise<number>((resolve) => {
      child.once('exit', (exitCode) => {
        resolve(exitCode ?? -1);
      });
      // It could not even be started.
      child.once('error', () => {
        if (child.pid === undefined) resolve(-1);
      });
    });
    if (child.pid !== undefined) await disconnected;
    return code;
  }
}

function isFailed(message: { readonly type: string }): message is Failed {
  return message.type === 'failed';
}
