import { fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import { pino, type DestinationStream } from 'pino';

const stderr = 2;

/** What may wait for a reader of the log, bytes; more lines are left out, and the next one says how many. */
const mostWaiting = 1024 * 1024;

/** How long the end waits for a reader that has stalled. */
const endMs = 1000;

/** Where a server's log lines go. */
export interface LogOutput extends DestinationStream, AsyncDisposable {}

/**
 * The log on stderr. A pipe may have a reader that stalls, such as a full disk behind a supervisor: the server goes on, and
 * lines are left out. Files, terminals and everything on Windows are written to at once, so that no line is lost at the end.
 */
export function openLogOutput(): LogOutput {
  const stat = fstatSync(stderr);
  const mayStall = process.platform !== 'win32' && (stat.isFIFO() || stat.isSocket());
  if (mayStall) return new PipedLog(new Socket({ fd: stderr, readable: false, writable: true }));
  const destination = pino.destination({ fd: stderr, sync: true });
  return {
    write: (line) => {
      destination.write(line);
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** Lines that wait in this process until the reader of a pipe takes them. */
export class PipedLog implements LogOutput {
  readonly #socket: Socket;
  #leftOut = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    // Its reader is gone: a server goes on without being heard.
    socket.on('error', () => undefined);
    socket.unref();
  }

  write(line: string): void {
    const socket = this.#socket;
    if (socket.destroyed) return;
    if (socket.writableLength > mostWaiting) {
      this.#leftOut++;
      return;
    }
    if (this.#leftOut > 0) socket.write(leftOutLine(this.#leftOut));
    this.#leftOut = 0;
    socket.write(line);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const socket = this.#socket;
    if (socket.destroyed || socket.writableLength === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, endMs);
      // Written after everything else.
      socket.write('', () => {
        clearTimeout(timer);
        resolve();
      });
    });
    // What waits would keep the process alive. Otherwise stderr stays open for what is said last.
    if (socket.writableLength > 0) socket.destroy();
  }
}

function leftOutLine(count: number): string {
  const line = { level: 40, time: Date.now(), leftOut: count, msg: 'the log was not read in time' };
  return `${JSON.stringify(line)}\n`;
}
