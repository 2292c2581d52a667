import { expect, it } from 'vitest';
import { measure } from '../../bench/signaling/compare.mjs';
import { inRealTime } from './real-time.js';

/**
 * Where messages come faster than they go, the delay of half of them is beyond this after some seconds, milliseconds. A
 * machine that does something else for a moment delays a few.
 */
const behind = 250;

inRealTime();

it('1000 signals a second reach 50 connections each, and none falls behind', async () => {
  const work = { connections: 50, perSecond: 1000, seconds: 8, warmUpSeconds: 2, textBytes: 200 };
  const { heard, open, p50 } = await measure('ours', work);
  expect(heard).toBe(work.connections * work.perSecond * work.seconds);
  expect(open).toBe(work.connections);
  expect(p50).toBeLessThan(behind);
});
