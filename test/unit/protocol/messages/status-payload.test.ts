import { describe, expect, it } from 'vitest';
import { formatStatusPayload, parseStatusPayload } from '../../../../lib/protocol/index.js';
import { protocolErrorOf } from '../helpers.js';

describe('status payload', () => {
  it('is empty without a result', () => {
    expect(formatStatusPayload({})).toBe('');
    expect(parseStatusPayload('')).toEqual({});
    expect(parseStatusPayload('{}')).toEqual({});
    expect(parseStatusPayload('{"content":{}}')).toEqual({});
  });

  it('lists each address of an ICE server on its own, as clients expect', () => {
    const iceServers = [
      { urls: ['turn:h?transport=udp', 'turn:h?transport=tcp'], username: 'u', credential: 'c' },
      { urls: ['stun:h'] },
    ];
    const payload = formatStatusPayload({ iceServers });
    expect(JSON.parse(payload)).toEqual({
      content: {
        iceServers: [
          { url: 'turn:h?transport=udp', username: 'u', credential: 'c' },
          { url: 'turn:h?transport=tcp', username: 'u', credential: 'c' },
          { url: 'stun:h', username: null, credential: null },
        ],
      },
    });
    expect(parseStatusPayload(payload).iceServers).toEqual([
      { urls: ['turn:h?transport=udp'], username: 'u', credential: 'c' },
      { urls: ['turn:h?transport=tcp'], username: 'u', credential: 'c' },
      { urls: ['stun:h'] },
    ]);
  });

  it('reads urls too and leaves out servers without an address', () => {
    const iceServers = [{ urls: 'stun:a' }, { urls: ['stun:b', 'stun:c'] }, {}, 7, { url: 5 }];
    expect(parseStatusPayload(JSON.stringify({ content: { iceServers } }))).toEqual({
      iceServers: [{ urls: ['stun:a'] }, { urls: ['stun:b', 'stun:c'] }],
    });
  });

  it('refuses what is not a status payload', () => {
    expect(protocolErrorOf(() => parseStatusPayload('[')).code).toBe('json-syntax');
    expect(protocolErrorOf(() => parseStatusPayload('7')).code).toBe('message-field');
  });
});
