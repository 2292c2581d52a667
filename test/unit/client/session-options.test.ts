import { describe, expect, it } from 'vitest';
import { sessionOptions, type SessionIceServer } from '../../../lib/client/session-options.js';
import { check } from '../../../lib/common/validation/index.js';
import { resolveConfig } from '../../../lib/signaling/signaling-config.js';

describe('ICE servers of a session', () => {
  const checkServers = (...servers: SessionIceServer[]) =>
    check(sessionOptions, { iceConfig: { servers } }, 'options').iceConfig.servers;
  const user = { username: 'u', credential: 'c' };

  it('are taken with one URL or several', () => {
    expect(
      checkServers(
        { urls: 'stun:stun.example.com' },
        { urls: 'STUN:192.0.2.1:3478' },
        { urls: ['turn:[2001:db8::1]:3478?transport=udp', 'turns:turn.example.com:443'], ...user },
      ),
    ).toEqual([
      { urls: ['stun:stun.example.com'] },
      { urls: ['stun:192.0.2.1:3478'] },
      { urls: ['turn:[2001:db8::1]:3478?transport=udp', 'turns:turn.example.com:443'], ...user },
    ]);
  });

  const scheme = 'must be a URL that begins with stun:, stuns:, turn: or turns:';
  const brackets = 'must have brackets around its IPv6 address, as turn:[2001:db8::1]:3478 has';
  const form = 'must look like turn:host:port?transport=udp, got ';

  it.each([
    ['turn.example.com:3478', scheme],
    ['http://turn.example.com', scheme],
    ['turn:2a05:d014::1:443', brackets],
    ['stun:::1', brackets],
    [
      'turn:[2001:db8::1::]:443',
      'must have an IPv6 address in its brackets, got "[2001:db8::1::]"',
    ],
    ['stun:', `${form}"stun:"`],
    ['turn://turn.example.com', `${form}"turn://turn.example.com"`],
    ['turn:ann@turn.example.com', `${form}"turn:ann@turn.example.com"`],
    ['turn:h?transport=tls', `${form}"turn:h?transport=tls"`],
    ['turn:h:0', 'must have a port from 1 to 65535, got 0'],
    ['turns:h:70000', 'must have a port from 1 to 65535, got 70000'],
  ])('are rejected with the URL %s, at once and not in the middle of a call', (url, problem) => {
    const name = 'options.iceConfig.servers[1].urls';
    expect(() => checkServers({ urls: 'stun:h' }, { urls: url, ...user })).toThrow(
      new RangeError(`${name} ${problem}`),
    );
    expect(() => checkServers({ urls: 'stun:h' }, { urls: ['stun:h', url] })).toThrow(
      new RangeError(`${name}[1] ${problem}`),
    );
  });

  it.each([{}, { username: 'u' }, { credential: 'c' }, { username: '', credential: 'c' }])(
    'are refused if they are to relay for %j',
    (who) => {
      expect(() => checkServers({ urls: ['stun:h', 'turns:h'], ...who })).toThrow(
        new TypeError(
          'options.iceConfig.servers[0] must have a username and a credential, because it is a TURN server',
        ),
      );
    },
  );

  it('are refused without any URL', () => {
    expect(() => checkServers({ urls: [] })).toThrow(
      new RangeError('options.iceConfig.servers[0].urls must not be empty'),
    );
  });
});

describe('HTTP headers', () => {
  const ways = [
    [
      'options.headers',
      (headers: Record<string, string>) =>
        check(sessionOptions, { headers }, 'options').signaling.requestHeaders,
    ],
    [
      'options.requestHeaders',
      (requestHeaders: Record<string, string>) => resolveConfig({ requestHeaders }).requestHeaders,
    ],
  ] as const;

  it.each(ways)('%s are taken as RFC 9110 has them', (_, take) => {
    const headers = { 'X-Tenant_1': 'north \t\u00fc', Empty: '' };
    expect(take(headers)).toEqual(headers);
  });

  it.each(ways)('%s are rejected with what no request can carry', (name, take) => {
    for (const key of ['a b', '', 'a:', 'a\n', 'ü']) {
      expect(() => take({ [key]: 'x' })).toThrow(
        new RangeError(`${name} must have names of HTTP headers, got ${JSON.stringify(key)}`),
      );
    }
    for (const value of ['x\r\ny: z', '\u0000', '\u20ac']) {
      expect(() => take({ 'x-a': value })).toThrow(
        new RangeError(`${name}["x-a"] must have no control characters and be Latin-1`),
      );
    }
  });
});
