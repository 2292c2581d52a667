import { parseArgs, type ParseArgsConfig } from 'node:util';
import {
  checkWith,
  integer,
  maxTimerMs,
  number as anyNumber,
  numberText,
  oneOf,
  text as anyText,
  unknownName,
  type Schema,
} from '../common/validation/index.js';
import { UsageError } from './command-error.js';

/** What tables hold. */
const tableNumber = numberText(integer(1, maxTimerMs));

/** One option of a command: how it is read and what `--help` says about it. */
export interface Option<T> {
  /** What stands for the value in the help, e.g. `PORT`; an option without is a switch. */
  readonly placeholder?: string;
  readonly help: string;
  /** `texts` is what stood on the command line, in order; `flag` is the option's name as it is typed. */
  read(texts: readonly string[], flag: string): T;
}

export type Options = Readonly<Record<string, Option<unknown>>>;

export type OptionValues<O extends Options> = {
  readonly [Name in keyof O]: O[Name] extends Option<infer T> ? T : never;
};

function valued<T>(
  placeholder: string,
  help: string,
  fallback: T,
  convert: (text: string, flag: string) => T,
): Option<T> {
  return {
    placeholder,
    help,
    read: (texts, flag) => {
      const given = texts.at(-1);
      return given === undefined ? fallback : convert(given, flag);
    },
  };
}

/** A switch: off unless named. */
export function flag(help: string): Option<boolean> {
  return { help, read: (texts) => texts.length > 0 };
}

export function text(placeholder: string, help: string): Option<string | undefined>;
export function text(placeholder: string, help: string, fallback: string): Option<string>;
export function text(
  placeholder: string,
  help: string,
  fallback?: string,
): Option<string | undefined> {
  return valued(placeholder, help, fallback, (given, name) => checkFlag(anyText, given, name));
}

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** Whole numbers only. Default true. */
  readonly whole?: boolean;
}

export function number(
  placeholder: string,
  help: string,
  range: NumberRange,
): Option<number | undefined>;
export function number(
  placeholder: string,
  help: string,
  range: NumberRange,
  fallback: number,
): Option<number>;
export function number(
  placeholder: string,
  help: string,
  range: NumberRange,
  fallback?: number,
): Option<number | undefined> {
  return valued(placeholder, help, fallback, (given, name) =>
    checkFlag(numberText(whole(range)), given, name),
  );
}

function whole({ min, max, whole: isWhole = true }: NumberRange): Schema<number> {
  return isWhole ? integer(min, max) : anyNumber(min, max);
}

export function choice<const T extends string>(
  values: readonly T[],
  help: string,
  fallback: T,
): Option<T> {
  return valued(values.join('|'), help, fallback, (given, name) =>
    checkFlag(oneOf(...values), given, name),
  );
}

/** `NAME=N` for any of the names, as often as wanted: what was given, by name. */
export function table<const Name extends string>(
  help: string,
  defaults: Readonly<Record<Name, number>>,
): Option<Partial<Record<Name, number>>> {
  const names = Object.keys(defaults) as Name[];
  const list = names.map((name) => `${name}=${defaults[name]}`).join('\n');
  return {
    placeholder: 'NAME=N',
    help: `${help}; may be repeated. With their defaults:\n${list}`,
    read(texts, flagName) {
      const entries = texts.map((given) => {
        const [left = '', right = ''] = given.split('=', 2);
        const name = names.find((entry) => entry === left);
        if (name === undefined) {
          throw new UsageError(`${flagName} ${left} ${unknownName(left, names)}`);
        }
        return [name, checkFlag(tableNumber, right, `${flagName} ${name}`)] as const;
      });
      return Object.fromEntries(entries) as Partial<Record<Name, number>>;
    },
  };
}

/** `lowLatency` → `--low-latency`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Reads a command line; throws {@link UsageError} for an unknown option, a missing or a wrong value. */
export function parseOptions<O extends Options>(
  options: O,
  argv: readonly string[],
): OptionValues<O> & { readonly help: boolean } {
  const config: ParseArgsConfig['options'] = { help: { type: 'boolean', short: 'h' } };
  for (const [name, option] of Object.entries(options)) {
    const type = option.placeholder === undefined ? 'boolean' : 'string';
    config[flagOf(name).slice(2)] = { type, multiple: true };
  }
  const given = parse(config, argv);
  const values = Object.entries(options).map(([name, option]) => {
    const flagName = flagOf(name);
    const texts = [given[flagName.slice(2)] ?? []].flat().map(String);
    return [name, option.read(texts, flagName)] as const;
  });
  return { ...Object.fromEntries(values), help: given['help'] === true } as OptionValues<O> & {
    help: boolean;
  };
}

function parse(
  options: NonNullable<ParseArgsConfig['options']>,
  argv: readonly string[],
): Record<string, string | boolean | (string | boolean)[] | undefined> {
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [, unknown] = /^Unknown option '([^'=]+)/.exec(error.message) ?? [];
    if (unknown !== undefined) {
      const known = Object.keys(options).map((name) => `--${name}`);
      throw new UsageError(`${unknown} ${unknownName(unknown, known)}`);
    }
    // Node's first sentence names the option; what follows is advice on arguments that no command takes.
    throw new UsageError(error.message.split(/\. |\n/)[0]);
  }
}

/** @throws UsageError that names the option as it is typed. */
export function checkFlag<T>(schema: Schema<T>, value: unknown, flagName: string): T {
  return checkWith(schema, value, flagName, ({ message }) => new UsageError(message));
}
