import { describe, expect, it, vi } from 'vitest';
import { TypedEvents } from '../../../lib/common/typed-events.js';

interface Events {
  tick: number;
  tock: { readonly at: number };
}

class Clock extends TypedEvents<Events> {
  constructor() {
    super({ tick: true, tock: true });
  }

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
    const handle = clock.listen('tick', (value) => seen.push(`a${value}`));
    {
      using _scope = clock.listen('tick', (value) => seen.push(`b${value}`));
      clock.tick(1);
    }
    const controller = new AbortController();
    clock.listen('tick', (value) => seen.push(`c${value}`), { signal: controller.signal });
    clock.tick(2);
    handle.dispose();
    controller.abort();
    clock.tick(3);
    clock.listen('tick', (value) => seen.push(`d${value}`), { signal: controller.signal });
    clock.tick(4);
    expect(seen).toEqual(['a1', 'b1', 'a2', 'c2']);
  });

  it('calls a once-listener once, even if a listener before it causes the same event again', () => {
    const clock = new Clock();
    const once = vi.fn();
    clock.on('tick', (value) => {
      if (value === 1) clock.tick(2);
    });
    clock.once('tick', once);
    clock.tick(1);
    expect(once.mock.calls).toEqual([[2]]);
  });

  it('takes off the one that was added with once, and not its namesake', () => {
    const clock = new Clock();
    const listener = vi.fn();
    clock.once('tick', listener).on('tick', listener);
    clock.tick(1);
    clock.tick(2);
    clock.tick(3);
    expect(listener.mock.calls).toEqual([[1], [1], [2], [3]]);
  });

  it('does not call a listener that a listener before it has taken off', () => {
    const clock = new Clock();
    const late = vi.fn();
    clock.on('tick', () => {
      handle.dispose();
    });
    const handle = clock.listen('tick', late);
    clock.tick(1);
    expect(late).not.toHaveBeenCalled();
  });

  it('does not stay behind on a signal that outlives it', () => {
    const clock = new Clock();
    const { signal } = new AbortController();
    const listeners = new Set<unknown>();
    vi.spyOn(signal, 'addEventListener').mockImplementation((_, listener) => {
      listeners.add(listener);
    });
    vi.spyOn(signal, 'removeEventListener').mockImplementation((_, listener) => {
      listeners.delete(listener);
    });
    clock.listen('tick', () => undefined, { signal });
    clock.events('tick', { signal });
    expect(listeners.size).toBe(1);
    clock.dispose();
    expect(listeners.size).toBe(0);
    clock.listen('tick', () => undefined, { signal });
    clock.events('tick', { signal });
    expect(listeners.size).toBe(0);
  });

  it('refuses a listener that is no function at once', () => {
    const clock = new Clock();
    const listen = (listener: unknown) => clock.listen('tick', listener as () => void);
    expect(() => listen(undefined)).toThrow(TypeError);
    expect(() => listen({})).toThrow('listener for "tick" must be a function');
  });

  it.each(['on', 'once', 'off', 'addListener', 'removeListener', 'listen', 'events'] as const)(
    '%s() refuses a name that is not an event, and says which there are',
    (method) => {
      const clock = new Clock();
      const call = () => clock[method]('tik' as 'tick', () => undefined);
      expect(call).toThrow(new TypeError('"tik" is not an event; known: tick, tock'));
    },
  );

  it('refuses what every object has as the name of an event', () => {
    expect(() => new Clock().on('toString' as 'tick', () => undefined)).toThrow(TypeError);
  });

  it('takes one signal for any number of listeners and iterators without a warning of Node', async () => {
    const clock = new Clock();
    const warned = vi.fn();
    process.on('warning', warned);
    const controller = new AbortController();
    const { signal } = controller;
    const heard = vi.fn();
    for (let count = 0; count < 11; count += 1) clock.listen('tick', heard, { signal });
    const iterators = Array.from({ length: 11 }, () => clock.events('tick', { signal }));
    clock.tick(1);
    expect(heard).toHaveBeenCalledTimes(11);
    controller.abort();
    expect(clock.tick(2)).toBe(false);
    for (const iterator of iterators) expect((await iterator.next()).done).toBe(true);
    // Warnings come in the next turn.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', warned);
    expect(warned).not.toHaveBeenCalled();
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
