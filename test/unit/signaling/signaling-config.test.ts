import { describe, expect, it } from 'vitest';
import { packetHeaders, sessionInfoHeaders } from '../../../lib/protocol/wire/header-names.js';
import { resolveConfig, type SignalingOptions } from '../../../lib/signaling/signaling-config.js';

describe('resolveConfig', () => {
  it("has the protocol's times as defaults", () => {
    expect(resolveConfig()).toMatchObject({
      openTimeoutMs: 15_000,
      pingIntervalMs: 5_000,
      deadAfterMs: 9_900,
      deadAfterNoResumeMs: 49_900,
      reconnectDelayMs: 500,
      reconnectGiveUpMs: 60_000,
      requestTimeoutMs: 30_000,
      sessionInfoRetryDelaysMs: [0, 600, 1200],
      leaveFlushIntervalMs: 100,
      leaveFlushChecks: 10,
      iceFailedGraceMs: 5_000,
      publishTimeoutMs: 15_000,
      packetHeaders,
      sessionInfoHeaders,
    });
  });

  it('replaces what is given and keeps the rest, undefined too', () => {
    const config = resolveConfig({
      openTimeoutMs: 10,
      pingIntervalMs: undefined,
      sessionInfoRetryDelaysMs: [],
      packetHeaders: { token: 'X-OPENTOK-AUTH' },
      requestHeaders: { 'X-Trace': '1' },
    });
    expect(config).toMatchObject({
      openTimeoutMs: 10,
      pingIntervalMs: 5_000,
      sessionInfoRetryDelaysMs: [],
      requestHeaders: { 'X-Trace': '1' },
    });
    expect(config.packetHeaders).toEqual({ ...packetHeaders, token: 'X-OPENTOK-AUTH' });
  });

  it('does not share what it was given', () => {
    const delays = [1];
    const requestHeaders = { a: 'b' };
    const config = resolveConfig({ sessionInfoRetryDelaysMs: delays, requestHeaders });
    delays.push(2);
    requestHeaders.a = 'c';
    expect(config.sessionInfoRetryDelaysMs).toEqual([1]);
    expect(config.requestHeaders).toEqual({ a: 'b' });
  });

  const outOfRange: [SignalingOptions, RegExp][] = [
    [{ openTimeoutMs: 0 }, /^options\.openTimeoutMs must be .* got 0$/],
    [{ openTimeoutMs: Number.NaN }, /^options\.openTimeoutMs .* got NaN$/],
    [{ requestTimeoutMs: 2 ** 31 }, /^options\.requestTimeoutMs/],
    [{ openAttempts: 1.5 }, /^options\.openAttempts must be an integer/],
    [{ reconnectJitter: 1.1 }, /^options\.reconnectJitter/],
    [{ sessionInfoRetryDelaysMs: [0, -1] }, /^options\.sessionInfoRetryDelaysMs\[1\]/],
    [
      { deadAfterMs: 5_000 },
      /^options\.deadAfterMs must be longer than pingIntervalMs \(5000 ms\), got 5000$/,
    ],
    [{ clientVersion: '' }, /^options\.clientVersion must not be empty$/],
    [{ pingIntervalMs: 60_000, deadAfterMs: 99_999 }, /^options\.deadAfterNoResumeMs/],
  ];
  it.each(outOfRange)('names a field out of range: %j', (options, message) => {
    expect(() => resolveConfig(options)).toThrow(RangeError);
    expect(() => resolveConfig(options)).toThrow(message);
  });

  const wrongType: [object, RegExp][] = [
    [
      { openTimeoutMs: '1' },
      /^options\.openTimeoutMs must be a number of milliseconds from 1 to 2147483647, got "1"$/,
    ],
    [{ sessionInfoRetryDelaysMs: 5 }, /^options\.sessionInfoRetryDelaysMs must be an array/],
    [
      { sessionInfoRetryDelaysMs: ['a'] },
      /^options\.sessionInfoRetryDelaysMs\[0\] must be a number/,
    ],
    [{ packetHeaders: null }, /^options\.packetHeaders must be an object/],
    [
      { packetHeaders: { tokn: 'X' } },
      /^options\.packetHeaders\.tokn is not an option; did you mean token\?$/,
    ],
    [
      { packetHeaders: { __proto__: null, constructor: 'X' } },
      /^options\.packetHeaders\.constructor/,
    ],
    [{ packetHeaders: { token: 1 } }, /^options\.packetHeaders\.token must be a string/],
    [{ requestHeaders: { a: 1 } }, /^options\.requestHeaders\.a must be a string$/],
    [{ requestHeaders: ['a'] }, /^options\.requestHeaders must be an object/],
    [{ openTimeout: 1 }, /^options\.openTimeout is not an option; did you mean openTimeoutMs\?$/],
    [{ toString: 1 }, /^options\.toString is not an option; known: sessionInfoTimeoutMs, /],
  ];
  it.each(wrongType)('names a field of a wrong type: %j', (options, message) => {
    expect(() => resolveConfig(options)).toThrow(TypeError);
    expect(() => resolveConfig(options)).toThrow(message);
  });
});
