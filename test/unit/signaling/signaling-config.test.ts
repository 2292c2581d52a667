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
    [{ openTimeoutMs: 0 }, /^openTimeoutMs must be .* got 0$/],
    [{ openTimeoutMs: Number.NaN }, /^openTimeoutMs .* got NaN$/],
    [{ requestTimeoutMs: 2 ** 31 }, /^requestTimeoutMs/],
    [{ openAttempts: 1.5 }, /^openAttempts must be an integer/],
    [{ reconnectJitter: 1.1 }, /^reconnectJitter/],
    [{ sessionInfoRetryDelaysMs: [0, -1] }, /^sessionInfoRetryDelaysMs\[1\]/],
    [{ deadAfterMs: 5_000 }, /^deadAfterMs \(5000 ms\) must be longer than pingIntervalMs/],
    [{ pingIntervalMs: 60_000, deadAfterMs: 99_999 }, /^deadAfterNoResumeMs/],
  ];
  it.each(outOfRange)('names a field out of range: %j', (options, message) => {
    expect(() => resolveConfig(options)).toThrow(RangeError);
    expect(() => resolveConfig(options)).toThrow(message);
  });

  const wrongType: [object, RegExp][] = [
    [{ openTimeoutMs: '1' }, /^openTimeoutMs must be a number$/],
    [{ clientVersion: '' }, /^clientVersion/],
    [{ sessionInfoRetryDelaysMs: 5 }, /^sessionInfoRetryDelaysMs must be an array/],
    [{ sessionInfoRetryDelaysMs: ['a'] }, /^sessionInfoRetryDelaysMs\[0\] must be a number/],
    [{ packetHeaders: null }, /^packetHeaders must be an object/],
    [{ packetHeaders: { tokn: 'X' } }, /^packetHeaders\.tokn is not known/],
    [{ packetHeaders: { __proto__: null, constructor: 'X' } }, /^packetHeaders\.constructor/],
    [{ packetHeaders: { token: 1 } }, /^packetHeaders\.token must be a string/],
    [{ requestHeaders: { a: 1 } }, /^requestHeaders\["a"\]/],
    [{ requestHeaders: ['a'] }, /^requestHeaders must be an object/],
    [{ openTimeout: 1 }, /^openTimeout is not a signalling option$/],
    [{ toString: 1 }, /^toString is not a signalling option$/],
  ];
  it.each(wrongType)('names a field of a wrong type: %j', (options, message) => {
    expect(() => resolveConfig(options)).toThrow(TypeError);
    expect(() => resolveConfig(options)).toThrow(message);
  });
});
