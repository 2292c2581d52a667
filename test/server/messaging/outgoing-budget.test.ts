import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { OutgoingBudget } from '../../../lib/server/messaging/outgoing-budget.js';

const packet = () => new Uint8Array(1000);

describe('what waits to be sent', () => {
  it('counts a packet for many once, and nothing when all have it', () => {
    const budget = new OutgoingBudget(Infinity, () => undefined);
    const shared = packet();
    budget.hold(shared);
    const once = budget.bytes;
    for (let i = 0; i < 9; i++) budget.hold(shared);
    expect(budget.bytes).toBeLessThan(once + 9 * 1000);
    for (let i = 0; i < 10; i++) budget.release(shared);
    expect(budget.bytes).toBe(0);
  });

  it('exceeds the budget only if it does so when everybody has had a turn to read', async () => {
    let exceeded = 0;
    const budget = new OutgoingBudget(5000, () => exceeded++);
    const packets = Array.from({ length: 10 }, packet);
    for (const each of packets) budget.hold(each);
    for (const each of packets) budget.release(each);
    await turn();
    expect(exceeded).toBe(0);
    for (const each of packets) budget.hold(each);
    await turn();
    expect(exceeded).toBe(1);
  });

  it('is given up by those that have most of it, until it is an eighth less', () => {
    const budget = new OutgoingBudget(20_000, () => undefined);
    const gone: number[] = [];
    const holders = [3, 1, 9, 8].map((count) => {
      const packets = Array.from({ length: count }, packet);
      for (const each of packets) budget.hold(each);
      return {
        waitingBytes: count * 1000,
        giveUp: () => {
          gone.push(count);
          for (const each of packets) budget.release(each);
        },
      };
    });
    budget.relieve(holders);
    expect(gone).toEqual([9]);
    expect(budget.bytes).toBeLessThan(17_500);
    budget.relieve(holders);
    expect(gone).toEqual([9]);
  });
});
