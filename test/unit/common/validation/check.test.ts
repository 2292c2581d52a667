import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import {
  boolean,
  check,
  checkWith,
  either,
  fullListOf,
  hiddenString,
  instanceOf,
  int16Array,
  integer,
  listOf,
  number,
  oneOf,
  optional,
  optionsOf,
  recordOf,
  string,
  text,
  uint8Array,
  urlOf,
  type Schema,
} from '../../../../lib/common/validation/index.js';

const schema = optionsOf({
  width: integer(1, 100),
  name: optional(string(), 'none'),
  hint: optional(oneOf('motion', 'text')),
  tags: optional(listOf(text)),
  servers: optional(listOf(optionsOf({ urls: fullListOf(text) }))),
});

describe('options', () => {
  it('that passed are returned with defaults, without what is missing', () => {
    expect(check(schema, { width: 5 }, 'options')).toEqual({ width: 5, name: 'none' });
    const given = { width: 5, name: undefined, hint: 'text' };
    expect(check(schema, given, 'options')).toEqual({ width: 5, name: 'none', hint: 'text' });
  });

  it.each([
    [undefined, TypeError, 'options must be an object, got undefined'],
    [[], TypeError, 'options must be an object, got an array'],
    [new Map(), TypeError, 'options.width must be an integer from 1 to 100, got undefined'],
    [{}, TypeError, 'options.width must be an integer from 1 to 100, got undefined'],
    [{ width: 'x' }, TypeError, 'options.width must be an integer from 1 to 100, got "x"'],
    [{ width: 0 }, RangeError, 'options.width must be an integer from 1 to 100, got 0'],
    [{ width: NaN }, RangeError, 'options.width must be an integer from 1 to 100, got NaN'],
    [{ width: 1.5 }, RangeError, 'options.width must be an integer from 1 to 100, got 1.5'],
    [
      { width: 5, hint: 'sharp' },
      RangeError,
      'options.hint must be one of "motion", "text", got "sharp"',
    ],
    [{ width: 5, hint: 3 }, TypeError, 'options.hint must be one of "motion", "text", got 3'],
    [{ width: 5, tags: ['a', ''] }, RangeError, 'options.tags[1] must not be empty'],
    [{ width: 5, tags: 'a' }, TypeError, 'options.tags must be an array, got a string'],
    [
      { width: 5, servers: [{ urls: ['a', null] }] },
      TypeError,
      'options.servers[0].urls[1] must be a string, got null',
    ],
    [
      { width: 5, servers: [{ urls: [] }] },
      RangeError,
      'options.servers[0].urls must not be empty',
    ],
    [{ widht: 3 }, TypeError, 'options.widht is not an option; did you mean width?'],
    [
      { width: 5, 'x-speed': 3 },
      TypeError,
      'options["x-speed"] is not an option; known: width, name, hint, tags, servers',
    ],
    [
      { width: 5, ['__proto__']: 3, constructor: 3 },
      TypeError,
      'options.__proto__ is not an option; known: width, name, hint, tags, servers',
    ],
  ])('are rejected with the path and what is wrong: %j', (value, type, message) => {
    expect(() => check(schema, value, 'options')).toThrow(new type(message));
  });
});

describe('a wrong value in an error', () => {
  const shown = (value: unknown): string => {
    try {
      check(number(0, 1), value, 'volume');
      return '';
    } catch (error) {
      return String(error).replace('TypeError: volume must be a number from 0 to 1, got ', '');
    }
  };

  it.each([
    ['x', '"x"'],
    ['a'.repeat(41), `"${'a'.repeat(40)}…"`],
    [true, 'true'],
    [null, 'null'],
    [{}, 'an object'],
    [Object.create(null), 'an object'],
    [[1], 'an array'],
    [new Date(), 'an instance of Date'],
    [() => 1, 'a function'],
  ])('is short: %j', (value, expected) => {
    expect(shown(value)).toBe(expected);
  });

  it('may be a bigint, which most of all is a number to whoever gave it', () => {
    expect(shown(10n)).toBe('10n');
  });

  it.each(['T1==cGFydG5lcl9pZD0x', 'eyJhbGciOiJIUzI1NiJ9.e30.x', '-----BEGIN PRIVATE KEY-----'])(
    'is never a token or a key: %s',
    (secret) => {
      expect(shown(secret)).toBe(`a string of ${secret.length} characters`);
    },
  );

  it('is not shown where any text may have been given', () => {
    const schemas: Schema<unknown>[] = [
      recordOf(string()),
      listOf(string()),
      instanceOf(Map),
      uint8Array,
    ];
    for (const container of schemas) {
      expect(() => check(container, 'hunter2', 'headers')).toThrow(/got a string$/);
    }
    expect(() => check(hiddenString, 123456, 'credential')).toThrow(
      /^credential must be a string$/,
    );
    expect(() => check(urlOf('http:'), 'ftp://ann:hunter2@host', 'url')).toThrow(
      new RangeError('url must be a URL that begins with http://'),
    );
  });
});

describe('a value', () => {
  it('may be of one of two types, and out of range in one of them', () => {
    const level = either(boolean, integer(0, 10), 'true, false or a level');
    expect(check(level, true, 'level')).toBe(true);
    expect(check(level, 3, 'level')).toBe(3);
    expect(() => check(level, 11, 'level')).toThrow(
      new RangeError('level must be an integer from 0 to 10, got 11'),
    );
    expect(() => check(level, 'x', 'level')).toThrow(
      new TypeError('level must be true, false or a level, got "x"'),
    );
  });

  it('may be a typed array of another realm, but of no other type', () => {
    const foreign = runInNewContext('new Int16Array([1, 2])') as Int16Array;
    expect(foreign).not.toBeInstanceOf(Int16Array);
    expect(check(int16Array, foreign, 'samples')).toBe(foreign);
    expect(check(uint8Array, Buffer.from('ab'), 'data')).toHaveLength(2);
    for (const other of [
      new Uint16Array(2),
      new DataView(new ArrayBuffer(2)),
      { [Symbol.toStringTag]: 'Int16Array', length: 2 },
      Object.create(Int16Array.prototype),
      [1, 2],
    ]) {
      expect(() => check(int16Array, other, 'samples')).toThrow(TypeError);
    }
  });

  it('that is wrong is told to each caller in the same words', () => {
    const failure = new Error('mine');
    let told;
    expect(() =>
      checkWith(schema, { width: 'x' }, 'body', (issue) => {
        told = issue;
        return failure;
      }),
    ).toThrow(failure);
    expect(told).toEqual({
      path: 'body.width',
      message: 'body.width must be an integer from 1 to 100, got "x"',
      isType: true,
    });
  });
});
