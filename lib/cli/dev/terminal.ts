import { clearLine, cursorTo } from 'node:readline';

/** Lines, and below them one that is rewritten; a key pressed is told. */
export class Terminal implements Disposable {
  readonly #output = process.stdout;
  readonly #onKey: (key: string) => void;
  #status = '';

  constructor(onKey: (key: string) => void) {
    this.#onKey = onKey;
    const { stdin } = process;
    if (stdin.isTTY) stdin.setRawMode(true);
    stdin.setEncoding('utf8').on('data', this.#pressed).resume();
  }

  line(text: string): void {
    this.#clear();
    this.#output.write(`${text}\n`);
    this.#output.write(this.#status);
  }

  /** As much of it as the terminal is wide. */
  status(text: string): void {
    this.#clear();
    this.#status = text.slice(0, Math.max(0, (this.#output.columns || 80) - 1));
    this.#output.write(this.#status);
  }

  [Symbol.dispose](): void {
    this.status('');
    const { stdin } = process;
    stdin.off('data', this.#pressed).pause();
    if (stdin.isTTY) stdin.setRawMode(false);
  }

  readonly #pressed = (keys: string): void => {
    for (const key of keys) {
      // A terminal that gives each key at once leaves Ctrl-C to its reader.
      if (key === '\u0003') process.kill(process.pid, 'SIGINT');
      else this.#onKey(key);
    }
  };

  #clear(): void {
    if (this.#status === '') return;
    clearLine(this.#output, 0);
    cursorTo(this.#output, 0);
  }
}
