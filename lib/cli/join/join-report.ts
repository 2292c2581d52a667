import { styleFor } from '../style.js';
import type { ReceivedFigures } from './received-stream.js';

/** What `join` says: lines for people, with one below them that is rewritten on a terminal, or JSON lines. */
export class JoinReport {
  readonly #json: boolean;
  readonly #style = styleFor(process.stdout);
  #status = '';

  constructor(json: boolean) {
    this.#json = json;
  }

  event(event: string, details: Readonly<Record<string, string>>): void {
    if (this.#json) {
      this.#write(JSON.stringify({ event, ...details }));
      return;
    }
    const time = new Date().toTimeString().slice(0, 8);
    const rest = Object.entries(details)
      .filter(([name, value]) => value !== '' && !name.endsWith('Id'))
      .map(([name, value]) => `${this.#style.faint(name)} ${value}`);
    this.#write(`${this.#style.faint(time)}  ${event.padEnd(18)} ${rest.join('  ')}`);
  }

  /** Of the last second, of each stream. */
  figures(streams: readonly ReceivedFigures[]): void {
    if (this.#json) {
      this.#write(JSON.stringify({ event: 'figures', streams }));
      return;
    }
    if (!process.stdout.isTTY) return;
    const shown = streams.map(
      ({ stream, fps, width, height, audioDb }) =>
        `${stream}: ${width}×${height} ${fps.toFixed(0)} fps ${audioDb === null ? 'silent' : `${audioDb.toFixed(0)} dB`}`,
    );
    const text = shown.length === 0 ? 'nobody else publishes' : shown.join('   ');
    this.#status = text.slice(0, Math.max(0, (process.stdout.columns || 80) - 1));
    process.stdout.write(`\r\u001B[2K${this.#status}`);
  }

  end(): void {
    if (this.#status !== '') process.stdout.write('\n');
  }

  #write(line: string): void {
    const clear = this.#status === '' ? '' : '\r\u001B[2K';
    process.stdout.write(`${clear}${line}\n${this.#status}`);
  }
}
