import type { LogLevel } from './logger.js';

export type LogDetails = Readonly<Record<string, unknown>>;

/** Takes a line; `log` of the logger is one. */
export type WriteLine = (
  level: LogLevel,
  area: string,
  message: string,
  details: LogDetails,
) => void;

/** Writes the lines of one part of the package, all with the same details, such as the session's id. */
export class Log {
  readonly #write: WriteLine;
  readonly #area: string;
  readonly #details: LogDetails;

  constructor(write: WriteLine, area: string, details: LogDetails = {}) {
    this.#write = write;
    this.#area = area;
    this.#details = details;
  }

  /** For a part of what this one is for: another area, and more details. */
  for(area: string, details: LogDetails = {}): Log {
    return new Log(this.#write, area, { ...this.#details, ...details });
  }

  error(message: string, details?: LogDetails): void {
    this.#line('error', message, details);
  }

  warn(message: string, details?: LogDetails): void {
    this.#line('warn', message, details);
  }

  info(message: string, details?: LogDetails): void {
    this.#line('info', message, details);
  }

  debug(message: string, details?: LogDetails): void {
    this.#line('debug', message, details);
  }

  #line(level: LogLevel, message: string, details: LogDetails = {}): void {
    this.#write(level, this.#area, message, { ...this.#details, ...details });
  }
}

/** For parts that are used without the facade. */
export const silentLog = new Log(() => undefined, '');
