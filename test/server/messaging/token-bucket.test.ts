import { describe, expect, it } from 'vitest';
import { TokenBucket } from '../../../lib/server/messaging/token-bucket.js';

describe('a token bucket', () => {
  it('allows a burst, then the rate, and never more than a burst', () => {
    let now = 0;
    const bucket = new TokenBucket(10, 3, () => now);
    const take = (times: number): boolean[] => Array.from({ length: times }, () => bucket.take());
    expect(take(4)).toEqual([true, true, true, false]);
    now = 99;
    expect(take(1)).toEqual([false]);
    now = 100;
    expect(take(2)).toEqual([true, false]);
    now = 60_000;
    expect(take(4)).toEqual([true, true, true, false]);
  });
});
