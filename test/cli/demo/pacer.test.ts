import { describe, expect, it } from 'vitest';
import { nowUs } from '../../../lib/measure/now-us.js';
import { Pacer } from '../../../lib/cli/demo/feed/pacer.js';

const never = new AbortController().signal;

describe('Pacer', () => {
  it('waits until media time is due', async () => {
    const pacer = new Pacer();
    await pacer.until(60_000, never);
    // A timer may fire up to a millisecond early.
    expect(pacer.positionUs).toBeGreaterThan(59_000);
  });

  it('starts when it is told to', async () => {
    expect(new Pacer(nowUs() + 3_600_000_000).positionUs).toBeLessThan(0);
    const pacer = new Pacer(nowUs() + 50_000);
    await pacer.until(0, never);
    expect(pacer.positionUs).toBeGreaterThan(-1000);
  });

  it('does not wait for what is late', async () => {
    const order: string[] = [];
    const late = new Pacer(nowUs() - 1_000_000).until(0, never).then(() => order.push('late'));
    const turn = new Promise((resolve) => setImmediate(resolve)).then(() => order.push('turn'));
    await Promise.all([late, turn]);
    expect(order).toEqual(['late', 'turn']);
  });

  it('ends with its signal', async () => {
    const controller = new AbortController();
    const waiting = new Pacer().until(1e12, controller.signal);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(new Pacer().until(0, controller.signal)).rejects.toThrow('enough');
  });
});

describe('nowUs', () => {
  it('is the time of day in microseconds', () => {
    const before = Date.now();
    const nowMs = nowUs() / 1000;
    // The two clocks are set apart by a second at most.
    expect(nowMs).toBeGreaterThan(before - 1000);
    expect(nowMs).toBeLessThan(Date.now() + 1000);
  });
});
