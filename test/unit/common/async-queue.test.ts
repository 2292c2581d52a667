import { describe, expect, it, vi } from 'vitest';
import { AsyncQueue } from '../../../lib/common/async-queue.js';

describe('async queue', () => {
  it('delivers what was pushed before and after it was asked for, in order', async () => {
    const queue = new AsyncQueue<number>();
    queue.push(1);
    queue.push(2);
    expect(await queue.next()).toEqual({ done: false, value: 1 });
    expect(await queue.next()).toEqual({ done: false, value: 2 });
    const third = queue.next();
    const fourth = queue.next();
    queue.push(3);
    queue.push(4);
    expect(await Promise.all([third, fourth])).toEqual([
      { done: false, value: 3 },
      { done: false, value: 4 },
    ]);
  });

  it('lets the oldest give way when it is full, and counts them', async () => {
    const onDrop = vi.fn();
    const queue = new AsyncQueue<number>({ capacity: 2, onDrop });
    for (const value of [1, 2, 3, 4]) queue.push(value);
    expect(onDrop.mock.calls).toEqual([[1], [2]]);
    expect(queue.dropped).toBe(2);
    expect((await queue.next()).value).toBe(3);
  });

  it('keeps no more than its capacity when nobody is told of what is dropped', async () => {
    const queue = new AsyncQueue<number>({ capacity: 2 });
    for (const value of [1, 2, 3, 4]) queue.push(value);
    queue.end();
    const kept: number[] = [];
    for await (const value of queue) kept.push(value);
    expect(kept).toEqual([3, 4]);
    expect(queue.dropped).toBe(2);
  });

  it('delivers the rest after end(), then is done', async () => {
    const onEnd = vi.fn();
    const queue = new AsyncQueue<number>({ onEnd });
    queue.push(1);
    queue.end();
    queue.end();
    expect(onEnd).toHaveBeenCalledTimes(1);
    expect(await queue.next()).toEqual({ done: false, value: 1 });
    expect(await queue.next()).toEqual({ done: true, value: undefined });
  });

  it('ends whoever waits', async () => {
    const queue = new AsyncQueue<number>();
    const waiting = queue.next();
    queue.end();
    expect((await waiting).done).toBe(true);
  });

  it('drops the rest, and what comes later, when the loop is left', async () => {
    const onDrop = vi.fn();
    const queue = new AsyncQueue<number>({ onDrop });
    for (const value of [1, 2, 3]) queue.push(value);
    for await (const value of queue) {
      expect(value).toBe(1);
      break;
    }
    queue.push(4);
    expect(onDrop.mock.calls).toEqual([[2], [3], [4]]);
  });

  it('ends with a signal, also one that is aborted already', async () => {
    const onEnd = vi.fn();
    const controller = new AbortController();
    const queue = new AsyncQueue<number>({ onEnd });
    queue.endWith(controller.signal);
    expect(onEnd).not.toHaveBeenCalled();
    controller.abort();
    expect(onEnd).toHaveBeenCalledTimes(1);
    expect((await queue.next()).done).toBe(true);

    const late = new AsyncQueue<number>({ onEnd });
    late.endWith(controller.signal);
    expect((await late.next()).done).toBe(true);
  });
});
