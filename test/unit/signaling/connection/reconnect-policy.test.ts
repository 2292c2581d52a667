import { describe, expect, it } from 'vitest';
import { attemptTimeout } from '../../../../lib/signaling/connection/attempt-timeout.js';
import { resolveConfig } from '../../../../lib/signaling/signaling-config.js';
import { SteadyReconnectPolicy } from '../../../../lib/signaling/connection/reconnect-policy.js';

const config = resolveConfig();
const cause = { kind: 'closed', code: 1006, detail: '' } as const;

describe('SteadyReconnectPolicy', () => {
  it.each([
    [0, 400],
    [0.5, 500],
    [1, 600],
  ])('spreads 500 ms by 20 %% (random %d)', (random, delay) => {
    const policy = new SteadyReconnectPolicy(config, () => random);
    expect(policy.nextDelay({ attempt: 1, elapsedMs: 0, cause })).toBeCloseTo(delay);
    expect(policy.nextDelay({ attempt: 99, elapsedMs: 59_999, cause })).toBeCloseTo(delay);
  });

  it.each([60_000, 59_999.5])('gives up after 60 s (%d ms)', (elapsedMs) => {
    const policy = new SteadyReconnectPolicy(config);
    expect(policy.nextDelay({ attempt: 1, elapsedMs, cause })).toBeNull();
  });
});

describe('attemptTimeout', () => {
  it.each([
    ['2 s as a rule', { elapsedMs: 0, openedInMs: 50 }, 2_000],
    ['three times what the first open took', { elapsedMs: 0, openedInMs: 1_500 }, 4_500],
    ['never more than the open timeout', { elapsedMs: 0, openedInMs: 9_000 }, 15_000],
    ['what is left towards the end', { elapsedMs: 48_000, openedInMs: 50 }, 12_000],
    ['no more than that at the very end', { elapsedMs: 59_900, openedInMs: 50 }, 100],
    ['the usual if a policy goes on for longer', { elapsedMs: 300_000, openedInMs: 50 }, 2_000],
  ])('is %s', (_, situation, expected) => {
    expect(attemptTimeout(situation, config)).toBe(expected);
  });
});
