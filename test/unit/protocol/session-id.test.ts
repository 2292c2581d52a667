import fc from 'fast-check';
import { base64url } from 'jose';
import { describe, expect, it } from 'vitest';
import { createSessionId, parseSessionId } from '../../../lib/protocol/index.js';
import { protocolErrorOf, returnsOrRefuses } from './helpers.js';

const example = '1_MX4xMDB-fjE3MDAwMDAwMDAwMDB-QUJDREVGfn4';

describe('session ids', () => {
  it('are made like the example of the protocol', () => {
    const options = { key: '100', now: () => 1_700_000_000_000, random: 'ABCDEF' };
    expect(createSessionId(options)).toBe(example);
    expect(parseSessionId(example)).toEqual({
      ...{ key: '100', location: '', createdAt: 1_700_000_000_000, random: 'ABCDEF' },
    });
  });

  it('are different each time', () => {
    const now = () => 0;
    expect(createSessionId({ key: '1', now })).not.toBe(createSessionId({ key: '1', now }));
  });

  it('bring their parts back', () => {
    const part = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((s) => !s.includes('~'));
    const key = part.filter((s) => s !== '');
    const time = fc.nat({ max: 9_000_000_000_000 });
    fc.assert(
      fc.property(key, part, part, time, (apiKey, location, random, createdAt) => {
        const id = createSessionId({ key: apiKey, location, random, now: () => createdAt });
        expect(id).toMatch(/^1_[A-Za-z0-9_-]+$/);
        expect(parseSessionId(id)).toEqual({ key: apiKey, location, createdAt, random });
      }),
    );
  });

  it('of applications hold their id', () => {
    const key = '7f1c1f0e-7a34-4f3e-9c0e-0f6d1a9b2c3d';
    expect(parseSessionId(createSessionId({ key })).key).toBe(key);
  });

  it('with a date in words are read without it', () => {
    const id = '1_' + base64url.encode('1~123~~Sat Mar 15 14:42:23 PDT 2014~0.49~');
    expect(parseSessionId(id)).toMatchObject({ key: '123', createdAt: undefined });
  });

  it.each(['', 'abc', '1_', '1_***', 'x_MX4', '1_MX4', `1_${'A'.repeat(5000)}`, '1__-__'])(
    '%.20s is refused',
    (id) => {
      expect(protocolErrorOf(() => parseSessionId(id))).toMatchObject({
        ...{ code: 'session-id', sessionCode: 1005, status: 404 },
      });
    },
  );

  it('of any text are parsed or refused', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String().map((s) => `1_${s}`),
        ),
        (id) => {
          returnsOrRefuses(() => parseSessionId(id));
        },
      ),
    );
  });

  it.each([{ key: '' }, { key: 'a~b' }, { key: '1', location: '~' }, { key: '1', random: '~' }])(
    'cannot be made of %j',
    (options) => {
      expect(() => createSessionId(options)).toThrow(TypeError);
    },
  );
});
