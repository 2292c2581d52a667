import { describe, expect, it } from 'vitest';
import { checkSessionOptions, type SessionIceServer } from '../../../lib/client/session-options.js';
import { resolveConfig } from '../../../lib/signaling/signaling-config.js';

describe('ICE servers of a session', () => {
  const check = (...servers: SessionIceServer[]) =>
    checkSessionOptions({ iceConfig: { servers } }, 'options').iceConfig.servers;
  const user = { username: 'u', credential: 'c' };

  it('are taken with one URL or several', () => {
    expect(
      check(
        { urls: 'stun:stun.example.com' },
        { urls: 'STUN:192.0.2.1:3478' },
        { urls: ['turn:[2001:db8::1]:3478?transport=udp', 'turns:turn.example.com:443'], ...user },
      ),
    ).toEqual([
      { urls: ['stun:stun.example.com'] },
      { urls: ['STUN:192.0.2.1:3478'] },
      { urls: ['turn:[2001:db8::1]:3478?transport=udp', 'turns:turn.example.com:443'], ...user },
    ]);
  });

  it.each(['turn.example.com:3478', 'http://turn.example.com', 'stun:', 'turn://turn.example.com'])(
    'are refused with the URL %s, at once and not in the middle of a call',
    (url) => {
      const message = 'must be a URL that begins with stun:, stuns:, turn: or turns:';
      const name = 'options.iceConfig.servers[1].urls';
      expect(() => check({ urls: 'stun:h' }, { urls: url, ...user })).toThrow(
        new RangeError(`${name} ${message}`),
      );
      expect(() => check({ urls: 'stun:h' }, { urls: ['stun:h', url] })).toThrow(
        new RangeError(`${name}[1] ${message}`),
      );
    },
  );

  it.each([{}, { username: 'u' }, { credential: 'c' }, { username: '', credential: 'c' }])(
    'are refused if they are to relay for %j',
    (who) => {
      expect(() => check({ urls: ['stun:h', 'turns:h'], ...who })).toThrow(
        new TypeError(
          'options.iceConfig.servers[0] must have a username and a credential, because it is a TURN server',
        ),
      );
    },
  );

  it('are refused without any URL', () => {
    expect(() => check({ urls: [] })).toThrow(
      new RangeError('options.iceConfig.servers[0].urls must not be empty'),
    );
  });
});

describe('HTTP headers', () => {
  const ways = [
    ['options.headers', (headers: object) => checkSessionOptions({ headers }, 'options').headers],
    [
      'requestHeaders',
      (requestHeaders: object) =>
        resolveConfig({ requestHeaders: requestHeaders as Record<string, string> }).requestHeaders,
    ],
  ] as const;

  it.each(ways)('%s are taken as RFC 9110 has them', (_, check) => {
    const headers = { 'X-Tenant_1': 'north \t\u00fc', Empty: '' };
    expect(check(headers)).toEqual(headers);
  });

  it.each(ways)('%s are refused with what no request can carry', (name, check) => {
    for (const key of ['a b', '', 'a:', 'a\n', 'ü']) {
      expect(() => check({ [key]: 'x' })).toThrow(
        new RangeError(`${name} must have names of HTTP headers, got ${JSON.stringify(key)}`),
      );
    }
    for (const value of ['x\r\ny: z', '\u0000', '\u20ac']) {
      expect(() => check({ a: value })).toThrow(
        new RangeError(`${name}["a"] must have no control characters and be Latin-1`),
      );
    }
  });
});
