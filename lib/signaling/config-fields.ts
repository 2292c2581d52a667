/** One field of a configuration table: its default, and the check that an override has to pass. */
export interface Field<Value, Override = Value> {
  readonly value: Value;
  /** Returns the value to use. @throws TypeError or RangeError that begins with `name`. */
  resolve(name: string, override: Override): Value;
}

function number(value: number, min: number, max: number, unit: string, integer: boolean) {
  return {
    value,
    resolve(name: string, override: number): number {
      if (typeof override !== 'number') throw new TypeError(`${name} must be a number`);
      const fits = override >= min && override <= max && (!integer || Number.isInteger(override));
      if (fits) return override;
      throw new RangeError(
        `${name} must be ${integer ? 'an integer' : 'a number'} of ${min}-${max}${unit}, got ${override}`,
      );
    },
  } satisfies Field<number>;
}

/** Longest delay that a timer of any platform takes: 2^31 - 1 ms. */
export const maxTimerMs = 0x7fff_ffff;

export function milliseconds(value: number, min = 1): Field<number> {
  return number(value, min, maxTimerMs, ' ms', false);
}

export function count(value: number, min = 1, max = Number.MAX_SAFE_INTEGER): Field<number> {
  return number(value, min, max, '', true);
}

export function fraction(value: number): Field<number> {
  return number(value, 0, 1, '', false);
}

/** A list of delays. */
export function delays(value: readonly number[]): Field<readonly number[]> {
  return {
    value,
    resolve(name, override) {
      if (!Array.isArray(override)) throw new TypeError(`${name} must be an array of numbers`);
      const item = milliseconds(0, 0);
      return override.map((delay: number, i) => item.resolve(`${name}[${i}]`, delay));
    },
  };
}

export function text(value: string): Field<string> {
  return {
    value,
    resolve(name, override) {
      if (typeof override === 'string' && override !== '') return override;
      throw new TypeError(`${name} must be a string that is not empty`);
    },
  };
}

/** A record of names; an override replaces those it mentions. */
export function names<Names extends object>(value: Names): Field<Names, Partial<Names>> {
  return {
    value,
    resolve(name, override) {
      const merged = new Map<string, unknown>(Object.entries(value));
      for (const [key, item] of Object.entries(checkObject(name, override))) {
        if (!merged.has(key)) throw new TypeError(`${name}.${key} is not known`);
        if (item === undefined) continue;
        merged.set(key, text('').resolve(`${name}.${key}`, item as string));
      }
      return Object.fromEntries(merged) as Names;
    },
  };
}

/** HTTP headers to add. */
export function httpHeaders(): Field<Readonly<Record<string, string>>> {
  return {
    value: {},
    resolve(name, override) {
      for (const [key, item] of Object.entries(checkObject(name, override))) {
        if (typeof item !== 'string') throw new TypeError(`${name}["${key}"] must be a string`);
      }
      return checkHeaders(name, override);
    },
  };
}

/**
 * Names and values as RFC 9110 §5 has them. Platforms refuse others too, but not before the request.
 *
 * @throws RangeError that begins with `name`. It does not show the value, which may be a secret.
 */
export function checkHeaders(
  name: string,
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  for (const [key, value] of Object.entries(headers)) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(key)) {
      throw new RangeError(`${name} must have names of HTTP headers, got ${JSON.stringify(key)}`);
    }
    if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) {
      throw new RangeError(`${name}["${key}"] must have no control characters and be Latin-1`);
    }
  }
  return { ...headers };
}

function checkObject(name: string, value: unknown): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new TypeError(`${name} must be an object`);
}
