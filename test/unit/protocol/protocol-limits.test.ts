import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSignalData, checkSignalType, utf8Length } from '../../../lib/protocol/index.js';
import { protocolErrorOf } from './helpers.js';

describe('signal limits', () => {
  it('allow a type of 128 and data of 8192 bytes, and both empty', () => {
    checkSignalType('a'.repeat(128));
    checkSignalType('Az09-_.~');
    checkSignalType('');
    checkSignalData('a'.repeat(8192));
    checkSignalData('€'.repeat(2730));
    checkSignalData('');
  });

  it.each([
    ['a type of 129 bytes', 'a'.repeat(129), 'signal-type-too-long', 1414, 413],
    ['a type of 65 two-byte letters', 'é'.repeat(65), 'signal-type-too-long', 1414, 413],
    ['a space in a type', 'a b', 'signal-type-characters', 1461, 400],
    ['a newline at the end of a type', 'a\n', 'signal-type-characters', 1461, 400],
  ])('refuse %s', (_, type, code, sessionCode, status) => {
    const error = protocolErrorOf(() => {
      checkSignalType(type);
    });
    expect(error).toMatchObject({ code, sessionCode, status, field: 'type' });
  });

  it.each([
    ['8193 bytes', 'a'.repeat(8193)],
    ['2731 three-byte letters', '€'.repeat(2731)],
  ])('refuse data of %s', (_, data) => {
    const error = protocolErrorOf(() => {
      checkSignalData(data);
    });
    expect(error).toMatchObject({
      ...{ code: 'signal-data-too-long', sessionCode: 1413, status: 413, field: 'data' },
    });
  });
});

it('UTF-8 length is what the encoder makes, lone surrogates included', () => {
  const codeUnit = fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code));
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: codeUnit })), (text) => {
      expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
    }),
  );
});
