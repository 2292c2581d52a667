import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Operation } from '../../../lib/common/operation.js';

describe('operation', () => {
  const unhandled = vi.fn();
  const failure = new Error('no');

  beforeEach(() => {
    unhandled.mockReset();
    process.on('unhandledRejection', unhandled);
  });
  afterEach(() => {
    process.off('unhandledRejection', unhandled);
  });

  const failing = (onUnawaited: (error: unknown) => void): Operation<never> =>
    Operation.run(() => Promise.reject(failure), onUnawaited, setImmediate);

  it('settles with its work', async () => {
    await expect(Operation.run(() => Promise.resolve(3), vi.fn(), setImmediate)).resolves.toBe(3);
  });

  it('tells of a failure that nobody awaits, without an unhandled rejection', async () => {
    const onUnawaited = vi.fn();
    void failing(onUnawaited);
    await turn();
    await turn();
    expect(onUnawaited).toHaveBeenCalledExactlyOnceWith(failure);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('leaves a failure that is awaited to the one who awaits', async () => {
    const onUnawaited = vi.fn();
    await expect(failing(onUnawaited)).rejects.toBe(failure);
    await expect(Promise.all([failing(onUnawaited)])).rejects.toBe(failure);
    await failing(onUnawaited).catch(() => undefined);
    await turn();
    expect(onUnawaited).not.toHaveBeenCalled();
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('makes ordinary promises: what is chained and forgotten is unhandled', async () => {
    const onUnawaited = vi.fn();
    const chained = failing(onUnawaited).then(() => 1);
    expect(chained).not.toBeInstanceOf(Operation);
    await turn();
    await turn();
    expect(unhandled).toHaveBeenCalledExactlyOnceWith(failure, chained);
    expect(onUnawaited).not.toHaveBeenCalled();
    await chained.catch(() => undefined);
  });
});
