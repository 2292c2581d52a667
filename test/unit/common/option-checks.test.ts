import { describe, expect, it } from 'vitest';
import {
  arrayOf,
  boolean,
  either,
  instanceOf,
  integer,
  number,
  oneOf,
  optional,
  recordOf,
  shape,
  string,
  text,
} from '../../../lib/common/option-checks.js';

describe('options', () => {
  const check = shape({
    width: integer(1, 100),
    name: optional(string, 'none'),
    hint: optional(oneOf('motion', 'text')),
    tags: optional(arrayOf(text)),
  });

  it('returns what passed, with defaults, and leaves out what is missing', () => {
    expect(check({ width: 5 }, 'options')).toEqual({ width: 5, name: 'none' });
    expect(check({ width: 5, name: undefined, hint: 'text' }, 'options')).toEqual({
      width: 5,
      name: 'none',
      hint: 'text',
    });
  });

  it.each([
    [undefined, TypeError, 'options must be an object, got undefined'],
    [[], TypeError, 'options must be an object, got an instance of Array'],
    [{}, TypeError, 'options.width must be a number, got undefined'],
    [{ width: '5' }, TypeError, 'options.width must be a number, got string'],
    [{ width: 0 }, RangeError, 'options.width must be between 1 and 100, got 0'],
    [{ width: NaN }, RangeError, 'options.width must be between 1 and 100, got NaN'],
    [{ width: 1.5 }, RangeError, 'options.width must be a whole number, got 1.5'],
    [
      { width: 5, hint: 'sharp' },
      RangeError,
      'options.hint must be one of "motion", "text", got "sharp"',
    ],
    [
      { width: 5, hint: 3 },
      TypeError,
      'options.hint must be one of "motion", "text", got number 3',
    ],
    [{ width: 5, tags: ['a', ''] }, TypeError, 'options.tags[1] must not be empty'],
    [
      { width: 5, widht: 3 },
      TypeError,
      'options.widht is not an option; known: width, name, hint, tags',
    ],
  ])('names the field: %j', (value, type, message) => {
    expect(() => check(value, 'options')).toThrow(new type(message));
  });

  it('does not show a text that may be a token', () => {
    expect(() => number(0, 1)('T1==secret', 'volume')).toThrow(
      new TypeError('volume must be a number, got string'),
    );
  });

  it('takes one of two types, and still tells a wrong value of the right type', () => {
    const volume = either(boolean, integer(0, 10), 'true, false or a level');
    expect(volume(true, 'volume')).toBe(true);
    expect(volume(3, 'volume')).toBe(3);
    expect(() => volume(11, 'volume')).toThrow(RangeError);
    expect(() => volume('x', 'volume')).toThrow(
      new TypeError('volume must be true, false or a level, got string'),
    );
  });

  it('checks instances and records', () => {
    const map = new Map();
    expect(instanceOf(Map)(map, 'map')).toBe(map);
    expect(() => instanceOf(Map)(new Set(), 'map')).toThrow(
      new TypeError('map must be an instance of Map, got an instance of Set'),
    );
    expect(recordOf(string)({ a: 'b' }, 'headers')).toEqual({ a: 'b' });
    expect(() => recordOf(string)({ a: 1 }, 'headers')).toThrow('headers.a must be a string');
  });
});
