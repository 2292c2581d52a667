import type { ChildProcess } from 'node:child_process';
import type { Host } from '../network/netns.js';
import type { EventReport, Report, Request } from '../processes/messages.js';

interface Waiting {
  readonly wanted: (report: Report) => boolean;
  readonly resolve: (report: Report) => void;
  readonly reject: (error: Error) => void;
}

/** A process on a host, and what it has told. */
export class Actor {
  /** Everything, in order. */
  readonly reports: Report[] = [];
  readonly #process: ChildProcess;
  #waiting: Waiting[] = [];
  #ended: Error | undefined;

  private constructor(child: ChildProcess) {
    this.#process = child;
    child.on('message', (report: Report) => {
      this.reports.push(report);
      this.#waiting = this.#waiting.filter(({ wanted, resolve }) => {
        const found = wanted(report);
        if (found) resolve(report);
        return !found;
      });
    });
    child.once('exit', (code, signal) => {
      const last = JSON.stringify(this.reports.at(-1));
      this.#ended = new Error(`the process ended with ${code ?? signal ?? ''}, last said ${last}`);
      for (const { reject } of this.#waiting) reject(this.#ended);
    });
  }

  static start(host: Host, program: string, setup: object): Actor {
    return new Actor(
      host.spawn(process.execPath, [program, JSON.stringify(setup)], {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      }),
    );
  }

  /** The first such report, past or to come; rejects if the process ends before. */
  until(wanted: (report: Report) => boolean): Promise<Report> {
    const past = this.reports.find(wanted);
    if (past) return Promise.resolve(past);
    if (this.#ended) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ wanted, resolve, reject });
    });
  }

  /** The first such event since a time. */
  async event(name: string, since = 0): Promise<EventReport> {
    const wanted = (each: Report): boolean =>
      each.kind === 'event' && each.name === name && each.at >= since;
    // That kind is what it waited for.
    return (await this.until(wanted)) as EventReport;
  }

  /** The first signal with that text. */
  hears(data: string): Promise<Report> {
    return this.until((each) => each.kind === 'signal' && each.data === data);
  }

  /** The first frame since a time. */
  frame(since = 0): Promise<Report> {
    return this.until(({ kind, at }) => kind === 'frame' && at >= since);
  }

  /** The last of so many frames since it began. */
  sees(frames: number): Promise<Report> {
    let count = 0;
    return this.until(({ kind }) => kind === 'frame' && ++count === frames);
  }

  /** Names of the events since a time. */
  events(since = 0): string[] {
    return this.reports.flatMap((each) =>
      each.kind === 'event' && each.at >= since ? [each.name] : [],
    );
  }

  get signals(): string[] {
    return this.reports.flatMap((each) => (each.kind === 'signal' ? [each.data] : []));
  }

  /** Frames from one time to another. */
  frames(from: number, to: number): number {
    return this.reports.filter(({ kind, at }) => kind === 'frame' && at >= from && at < to).length;
  }

  signal(data: string): void {
    const request: Request = { signal: data };
    this.#process.send(request);
  }

  /** Stops it where it is, as a closed laptop does; `resume()` opens it. */
  suspend(): void {
    this.#process.kill('SIGSTOP');
  }

  resume(): void {
    this.#process.kill('SIGCONT');
  }

  /** Ends it as a crash would. */
  kill(): Promise<void> {
    return new Promise((resolve) => {
      this.#process.once('exit', () => {
        resolve();
      });
      this.#process.kill('SIGKILL');
    });
  }
}
