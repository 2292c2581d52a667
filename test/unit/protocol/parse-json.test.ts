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
    expect(parseJson('[[[]]]', 3)).toEqual([[[]]]);
    expect(protocolErrorOf(() => parseJson('[[[[]]]]', 3)).code).toBe('json-depth');
    expect(protocolErrorOf(() => parseJson('{"a":{"b":[{}]}}', 3)).code).toBe('json-depth');
  });

  it('may be wide, and have brackets in strings', () => {
    expect(parseJson('[[],[],[],[]]', 2)).toHaveLength(4);
    expect(parseJson('["[[[[", "\\"[[[[", "\\\\"]', 1)).toEqual(['[[[[', '"[[[[', '\\']);
  });

  it('nested a million deep is refused, closed or not', () => {
    const open = '['.repeat(1_000_000);
    expect(protocolErrorOf(() => parseJson(open)).code).toBe('json-depth');
    expect(protocolErrorOf(() => parseJson(open + ']'.repeat(1_000_000))).code).toBe('json-depth');
  });

  it.each(['{"__proto__":{"polluted":1},"a":2}', '{"\\u005f_proto__":{"polluted":1},"a":2}'])(
    'loses __proto__ keys: %s',
    (text) => {
      const value = parseJson(text) as Record<string, unknown>;
      expect(Object.keys(value)).toEqual(['a']);
      expect(value['polluted']).toBeUndefined();
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    },
  );

  it.each(['', '{', '{"a":}', 'undefined', '[1,]', ']'])('that is none is refused: %o', (text) => {
    expect(protocolErrorOf(() => parseJson(text))).toMatchObject({
      code: 'json-syntax',
      status: 400,
    });
  });
});
