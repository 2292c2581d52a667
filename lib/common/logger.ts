/**
 * - `error`: something was lost that the application cannot see otherwise
 * - `warn`: unexpected and survived (a malformed message, a retry)
 * - `info`: the life of sessions, publishers and subscribers
 * - `debug`: single messages and negotiation steps
 */
export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

export interface LogLine {
  readonly level: LogLevel;
  /** The part that speaks, e.g. `'session'`. */
  readonly area: string;
  readonly message: string;
  /** Ids, codes and the like, for programs. */
  readonly details: Readonly<Record<string, unknown>>;
}

export interface Logger {
  /** Lines below this level are not made. Default `'warn'`. */
  readonly level?: LogLevel;
  /** Called synchronously; an exception is swallowed. */
  readonly log: (line: LogLine) => void;
}

const ranks: Readonly<Record<LogLevel, number>> = { error: 0, warn: 1, info: 2, debug: 3 };

/** Somewhere that lines of every level go besides the application's logger. */
export interface LogSink {
  /** Whether lines are read at all: none is made otherwise. */
  readonly wanted: boolean;
  write(line: LogLine): void;
}

let current: Required<Logger> | undefined;
let sink: LogSink | undefined;

/**
 * Where the package's log lines go: nowhere by default, and nowhere again after `setLogger(undefined)`.
 * Lines never contain a token, secret or credential. On Node they are also published, at every level, to the diagnostics
 * channel named `webrtc-session:log`.
 */
export function setLogger(logger: Logger | undefined): void {
  if (logger !== undefined) {
    if (typeof logger.log !== 'function') throw new TypeError('logger.log must be a function');
    if (logger.level !== undefined && !Object.hasOwn(ranks, logger.level)) {
      throw new RangeError(`logger.level must be one of ${Object.keys(ranks).join(', ')}`);
    }
  }
  current = logger && { level: logger.level ?? 'warn', log: logger.log.bind(logger) };
}

/** For the platform; none by default. */
export function setLogSink(value: LogSink | undefined): void {
  sink = value;
}

/** Whether a line of that level would be made. */
export function isLogged(level: LogLevel): boolean {
  return isWanted(level) || sink?.wanted === true;
}

function isWanted(level: LogLevel): boolean {
  return current !== undefined && ranks[level] <= ranks[current.level];
}

/** Writes one line; costs next to nothing while nobody listens. */
export function log(
  level: LogLevel,
  area: string,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): void {
  const wanted = isWanted(level);
  const sinkWanted = sink?.wanted === true;
  if (!wanted && !sinkWanted) return;
  const line: LogLine = {
    level,
    area,
    message: redactText(message),
    details: redact(details) as Readonly<Record<string, unknown>>,
  };
  if (sinkWanted) sink?.write(line);
  if (!wanted) return;
  try {
    current?.log(line);
  } catch {
    // A logger that fails must not break the session it reports on.
  }
}

const secretKeys = /token|secret|credential|password|authorization|auth$/i;
/** T1 tokens, JWTs, and tokens in a query string. */
const secretTexts = /T1==[\w+/=]+|eyJ[\w-]+\.[\w-]+\.[\w-]*|(?<=[?&]token=)[^&\s]+/g;

function redactText(text: string): string {
  return text.replace(secretTexts, '[redacted]');
}

function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (value instanceof Error) return redactText(String(value));
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 4) return '[…]';
  if (Array.isArray(value)) return value.map((entry) => redact(entry, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      secretKeys.test(key) ? '[redacted]' : redact(entry, depth + 1),
    ]),
  );
}
