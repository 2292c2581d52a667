import { describe, expect, it, vi } from 'vitest';
import { TypedEvents } from '../../lib/typed-events.js';

interface Events {
  tick: number;
  tock: { readonly at: number };
}

class Clock extends TypedEvents<Events> {
  tick(value: number): boolean {
    return this.emit('tick', value);
  }

  dispose(): void {
    this.closeEvents();
  }
}

describe('typed events', () => {
  it('calls listeners until they are taken off; once only once', () => {
    const clock = new Clock();
    const on = vi.fn();
    const once = vi.fn();
    expect(clock.on('tick', on).once('tick', once)).toBe(clock);
    clock.tick(1);
    clock.tick(2);
    clock.off('tick', on);
    expect(clock.tick(3)).toBe(false);
    expect(on.mock.calls).toEqual([[1], [2]]);
    expect(once.mock.calls).toEqual([[1]]);
  });

  it('ends a subscription by dispose(), by using, and by its signal', () => {
    const clock = new Clock();
    const seen: string[] = [];
    const subscription = clock.subscribe('tick', (value) => seen.push(`a${value}`));
    {
      using _scope = clock.subscribe('tick', (value) => seen.push(`b${value}`));
      clock.tick(1);
    }
    const controller = new AbortController();
    clock.subscribe('tick', (value) => seen.push(`c${value}`), { signal: controller.signal });
    clock.tick(2);
    subscription.dispose();
    controller.abort();
    clock.tick(3);
    clock.subscribe('tick', (value) => seen.push(`d${value}`), { signal: controller.signal });
    clock.tick(4);
    expect(seen).toEqual(['a1', 'b1', 'a2', 'c2']);
  });

  it('keeps events for an iterator from the call on', async () => {
    const clock = new Clock();
    const ticks = clock.events('tick');
    clock.tick(1);
    clock.tick(2);
    const seen: number[] = [];
    for await (const tick of ticks) {
      seen.push(tick);
      if (tick === 2) break;
    }
    expect(seen).toEqual([1, 2]);
    expect(clock.tick(3)).toBe(false);
  });

  it('ends iterators when the object is disposed, or the signal aborted', async () => {
    const clock = new Clock();
    const controller = new AbortController();
    const aborted = clock.events('tick', { signal: controller.signal });
    const disposed = clock.events('tick');
    controller.abort();
    expect((await aborted.next()).done).toBe(true);
    clock.tick(1);
    clock.dispose();
    expect(await disposed.next()).toEqual({ done: false, value: 1 });
    expect((await disposed.next()).done).toBe(true);
    expect((await clock.events('tick').next()).done).toBe(true);
  });

  it('raises nothing after it is closed', () => {
    const clock = new Clock();
    const listener = vi.fn();
    clock.on('tick', listener);
    clock.dispose();
    clock.on('tick', listener);
    expect(clock.tick(1)).toBe(false);
    expect(listener).not.toHaveBeenCalled();
  });
});
