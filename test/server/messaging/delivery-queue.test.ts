import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { DeliveryQueue } from '../../../lib/server/messaging/delivery-queue.js';

/** Keeps the event loop busy, as delivering to a large session does. */
function work(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe('the turns of sessions', () => {
  it('a session that has much to say keeps neither the event loop nor another session', async () => {
    const queue = new DeliveryQueue(5);
    const done: string[] = [];
    for (let i = 0; i < 40; i++) {
      queue.add('busy', () => {
        work(2);
        done.push(`busy ${i}`);
      });
    }
    const atOnce = done.length;
    expect(atOnce).toBeLessThan(20);
    queue.add('other', () => done.push('other'));
    await setImmediate();
    await setImmediate();
    expect(done.indexOf('other')).toBeGreaterThanOrEqual(atOnce);
    expect(done.indexOf('other')).toBeLessThanOrEqual(atOnce + 1);
    while (queue.waiting('busy') > 0) await setImmediate();
    expect(done.filter((each) => each !== 'other')).toEqual(
      Array.from({ length: 40 }, (_, i) => `busy ${i}`),
    );
  });

  it('what is little is done at once, and what it leads to after it', () => {
    const queue = new DeliveryQueue(1000);
    const done: string[] = [];
    queue.add('a', () => {
      queue.add('a', () => done.push('later'));
      done.push('first');
    });
    expect(done).toEqual(['first', 'later']);
    expect(queue.waiting('a')).toBe(0);
  });

  it('one that fails does not keep those behind it', async () => {
    const queue = new DeliveryQueue(1000);
    const done: string[] = [];
    queue.add('a', () => {
      queue.add('a', () => done.push('behind'));
    });
    const fails = (): void => {
      queue.add('a', () => {
        queue.add('a', () => done.push('after the failure'));
        throw new Error('a mistake');
      });
    };
    expect(fails).toThrow('a mistake');
    await setImmediate();
    await setImmediate();
    expect(done).toEqual(['behind', 'after the failure']);
  });
});
