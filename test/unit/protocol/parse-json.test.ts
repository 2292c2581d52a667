import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../lib/protocol/parse-json.js';
import { protocolErrorOf } from './helpers.js';

describe('JSON from the network', () => {
  it('is read as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        fc.pre(!text.includes('__proto__'));
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('may be nested as deep as the limit, and no deeper', () => {
    expect(parseJson('[[[]]]', { maxDepth: 3 })).toEqual([[[]]]);
    expect(protocolErrorOf(() => parseJson('[[[[]]]]', { maxDepth: 3 })).code).toBe('json-depth');
    expect(protocolErrorOf(() => parseJson('{"a":{"b":[{}]}}', { maxDepth: 3 })).code).toBe(
      'json-depth',
    );
  });

  it('may be wide, and have brackets in strings', () => {
    expect(parseJson('[[],[],[],[]]', { maxDepth: 2 })).toHaveLength(4);
    expect(parseJson('["[[[[", "\\"[[[[", "\\\\"]', { maxDepth: 1 })).toEqual([
      '[[[[',
      '"[[[[',
      '\\',
    ]);
  });

  it('may have as many commas as the limit, those in strings left out', () => {
    expect(parseJson('[1,2,"3,4,5"]', { maxCommas: 2 })).toEqual([1, 2, '3,4,5']);
    expect(protocolErrorOf(() => parseJson('{"a":[1,2],"b":3}', { maxCommas: 1 }))).toMatchObject({
      code: 'json-size',
      status: 400,
    });
  });

  it('nested a million deep is refused, closed or not', () => {
    const open = '['.repeat(1_000_000);
    expect(protocolErrorOf(() => parseJson(open)).code).toBe('json-depth');
    expect(protocolErrorOf(() => parseJson(open + ']'.repeat(1_000_000))).code).toBe('json-depth');
  });

  it.each([
    '{"__proto__":{"polluted":1},"a":2}',
    '{"\\u005f_proto__":{"polluted":1},"a":2}',
    '{"a":[{"__proto__":null}],"__proto__":[]}',
  ])('loses __proto__ keys: %s', (text) => {
    const value = parseJson(text) as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(['a']);
    expect(value['polluted']).toBeUndefined();
    expect(JSON.stringify(value)).not.toContain('proto');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it.each(['', '{', '{"a":}', 'undefined', '[1,]', ']'])('that is none is refused: %o', (text) => {
    expect(protocolErrorOf(() => parseJson(text))).toMatchObject({
      code: 'json-syntax',
      status: 400,
    });
  });
});
