import { describe, expect, it } from 'vitest';
import { createIceServers, turnCredential } from '../../../lib/server/turn-credentials.js';

describe('TURN credentials', () => {
  // Computed with: printf '1700000000:ann' | openssl dgst -sha1 -hmac north -binary | base64
  it('are the HMAC-SHA1 that coturn computes', () => {
    expect(turnCredential('north', 1_700_000_000, 'ann')).toEqual({
      username: '1700000000:ann',
      credential: 'jeamH6dA5l2I9g3jmieza7CzEDo=',
    });
  });

  it('end after their time, come after fixed servers, and differ by connection', () => {
    const fixed = [{ urls: ['stun:127.0.0.1'] }];
    const turn = { urls: ['turn:127.0.0.1'], secret: 'north', ttlSeconds: 60 };
    const servers = createIceServers(fixed, turn, () => 1_700_000_000_500);
    const [stun, ann] = servers.issue('ann');
    expect(stun).toEqual(fixed[0]);
    expect(ann?.username).toBe('1700000060:ann');
    expect(servers.issue('bob')[1]?.credential).not.toBe(ann?.credential);
    expect(servers.ttlSeconds).toBe(60);
  });

  it('are not made without a TURN server', () => {
    expect(createIceServers([], undefined).issue('ann')).toEqual([]);
  });
});
