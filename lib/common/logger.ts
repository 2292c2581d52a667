import { channel } from 'node:diagnostics_channel';

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

/** Every line is published here too, at any level, while somebody is subscribed. */
const lines = channel('webrtc-session:log');

let current: Required<Logger> | undefined;

/**
 * Where the package's log lines go: nowhere by default, and nowhere again after `setLogger(undefined)`.
 * Lines never contain a token, secret or credential. They are also published to the `node:diagnostics_channel`
 * named `webrtc-session:log`.
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

/** Writes one line; costs next to nothing while nobody listens. */
export function log(
  level: LogLevel,
  area: string,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): void {
  const wanted = current !== undefined && ranks[level] <= ranks[current.level];
  if (!wanted && !lines.hasSubscribers) return;
  const line: LogLine = {
    level,
    area,
    message: redactText(message),
    details: redact(details) as Readonly<Record<string, unknown>>,
  };
  lines.publish(line);
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
