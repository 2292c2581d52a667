/**
 * Checks an argument and returns it with its type. Throws a `TypeError` (wrong type) or a `RangeError` (right type,
 * impossible value) whose message begins with `name`, the path of the argument as the caller wrote it.
 */
export type Check<T> = (value: unknown, name: string) => T;

export type Checked<C> = C extends Check<infer T> ? T : never;

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'number' || typeof value === 'boolean') return `${typeof value} ${value}`;
  if (typeof value !== 'object') return typeof value;
  const prototype = Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null;
  return `an instance of ${prototype?.constructor?.name ?? 'Object'}`;
}

function wrongType(name: string, expected: string, value: unknown): TypeError {
  // A string's text is not shown: it may be a token.
  return new TypeError(`${name} must be ${expected}, got ${describe(value)}`);
}

export const string: Check<string> = (value, name) => {
  if (typeof value !== 'string') throw wrongType(name, 'a string', value);
  return value;
};

/** A string of at least one character. */
export const text: Check<string> = (value, name) => {
  if (string(value, name) === '') throw new TypeError(`${name} must not be empty`);
  return value as string;
};

export const boolean: Check<boolean> = (value, name) => {
  if (typeof value !== 'boolean') throw wrongType(name, 'true or false', value);
  return value;
};

export function number(min: number, max: number): Check<number> {
  return (value, name) => {
    if (typeof value !== 'number') throw wrongType(name, 'a number', value);
    // Written so that NaN fails as well.
    if (!(value >= min && value <= max)) {
      throw new RangeError(`${name} must be between ${min} and ${max}, got ${value}`);
    }
    return value;
  };
}

export function integer(min: number, max: number): Check<number> {
  const inRange = number(min, max);
  return (value, name) => {
    if (!Number.isInteger(inRange(value, name))) {
      throw new RangeError(`${name} must be a whole number, got ${String(value)}`);
    }
    return value as number;
  };
}

export function oneOf<const T extends string | number | boolean>(
  ...values: readonly T[]
): Check<T> {
  return (value, name) => {
    if (values.includes(value as T)) return value as T;
    const list = values.map((entry) => JSON.stringify(entry)).join(', ');
    if (!values.some((entry) => typeof entry === typeof value)) {
      throw wrongType(name, `one of ${list}`, value);
    }
    throw new RangeError(`${name} must be one of ${list}, got ${JSON.stringify(value)}`);
  };
}

export function instanceOf<T>(type: abstract new (...args: never[]) => T): Check<T> {
  return (value, name) => {
    if (value instanceof type) return value;
    throw wrongType(name, `an instance of ${type.name}`, value);
  };
}

export function arrayOf<T>(element: Check<T>): Check<readonly T[]> {
  return (value, name) => {
    if (!Array.isArray(value)) throw wrongType(name, 'an array', value);
    return value.map((entry, index) => element(entry, `${name}[${index}]`));
  };
}

export function recordOf<T>(element: Check<T>): Check<Readonly<Record<string, T>>> {
  return (value, name) =>
    Object.fromEntries(
      Object.entries(plainObject(value, name)).map(([key, entry]) => [
        key,
        element(entry, `${name}.${key}`),
      ]),
    );
}

export function optional<T>(check: Check<T>): Check<T | undefined>;
export function optional<T>(check: Check<T>, fallback: T): Check<T>;
export function optional<T>(check: Check<T>, fallback?: T): Check<T | undefined> {
  return (value, name) => (value === undefined ? fallback : check(value, name));
}

/** The first check whose type fits; `expected` says all of them in words. */
export function either<A, B>(first: Check<A>, second: Check<B>, expected: string): Check<A | B> {
  return (value, name) => {
    for (const check of [first, second]) {
      try {
        return check(value, name);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
      }
    }
    throw wrongType(name, expected, value);
  };
}

export const callback: Check<(...args: never[]) => unknown> = (value, name) => {
  if (typeof value !== 'function') throw wrongType(name, 'a function', value);
  return value as (...args: never[]) => unknown;
};

type Members = Record<string, Check<unknown>>;
type OptionalKeys<M extends Members> = {
  [Key in keyof M]: undefined extends Checked<M[Key]> ? Key : never;
}[keyof M];
/** What passed: members that may be missing are left out rather than undefined. */
export type Shaped<M extends Members> = {
  readonly [Key in Exclude<keyof M, OptionalKeys<M>>]: Checked<M[Key]>;
} & { readonly [Key in OptionalKeys<M>]?: Exclude<Checked<M[Key]>, undefined> };

/** An options object; a member that is not in the shape is an error, because it is nearly always a misspelling. */
export function shape<M extends Members>(members: M): Check<Shaped<M>> {
  return (value, name) => {
    const given = plainObject(value, name);
    for (const key of Object.keys(given)) {
      if (Object.hasOwn(members, key)) continue;
      const known = Object.keys(members).join(', ');
      throw new TypeError(`${name}.${key} is not an option; known: ${known}`);
    }
    return Object.fromEntries(
      Object.entries(members)
        .map(([key, check]) => [key, check(given[key], `${name}.${key}`)] as const)
        .filter(([, checked]) => checked !== undefined),
    ) as Shaped<M>;
  };
}

function plainObject(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrongType(name, 'an object', value);
  }
  return value as Readonly<Record<string, unknown>>;
}
