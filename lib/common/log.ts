import type { LogLevel } from './logger.js';

export type LogDetails = Readonly<Record<string, unknown>>;

/** Where lines go. */
export interface LineWriter {
  /** Whether a line of that level would be made: nothing is done for one that would not. */
  readonly isLogged: (level: LogLevel) => boolean;
  readonly write: (level: LogLevel, area: string, message: string, details: LogDetails) => void;
}

/** Details that cost something to put together are a function. */
type Details = LogDetails | (() => LogDetails);

/** Writes the lines of one part of the package, all with the same details, such as the session's id. */
export class Log {
  readonly #writer: LineWriter;
  readonly #area: string;
  readonly #details: LogDetails;

  constructor(writer: LineWriter, area: string, details: LogDetails = {}) {
    this.#writer = writer;
    this.#area = area;
    this.#details = details;
  }

  /** For a part of what this one is for: another area, and more details. */
  for(area: string, details: LogDetails = {}): Log {
    return new Log(this.#writer, area, { ...this.#details, ...details });
  }

  error(message: string, details?: Details): void {
    this.#line('error', message, details);
  }

  warn(message: string, details?: Details): void {
    this.#line('warn', message, details);
  }

  info(message: string, details?: Details): void {
    this.#line('info', message, details);
  }

  debug(message: string, details?: Details): void {
    this.#line('debug', message, details);
  }

  #line(level: LogLevel, message: string, details: Details = {}): void {
    if (!this.#writer.isLogged(level)) return;
    const own = typeof details === 'function' ? details() : details;
    this.#writer.write(level, this.#area, message, { ...this.#details, ...own });
  }
}

/** For parts that are used without the facade. */
export const silentLog = new Log({ isLogged: () => false, write: () => undefined }, '');
