import { describe, expect, it, vi } from 'vitest';
import { Context } from '../../../lib/index.js';
import { checkContext } from '../../../lib/client/context.js';
import { currentPlatform, installPlatform } from '../../../lib/client/client-platform.js';
import { ErrorCode } from '../../../lib/common/session-error.js';
import { children, engine, withEngine } from '../../../lib/client/internal.js';
import { FakeEngine } from '../../helpers/fakes/fake-engine.js';

describe('context', () => {
  it('is one per process by default, and a new one after it was disposed', () => {
    const first = Context.instance;
    expect(Context.instance).toBe(first);
    first.dispose();
    expect(first.disposed).toBe(true);
    expect(Context.instance).not.toBe(first);
  });

  it('starts its engine when it is first needed, once', () => {
    const create = vi.fn(() => new FakeEngine());
    const context = Context[withEngine](create);
    expect(create).not.toHaveBeenCalled();
    expect(context[engine]).toBe(context[engine]);
    expect(create).toHaveBeenCalledExactlyOnceWith({
      audio: 'virtual',
      lowLatency: false,
      logLevel: 'none',
    });
  });

  it('of another engine needs no native binary', () => {
    const platform = currentPlatform();
    const checkEngine = vi.fn(() => {
      throw new Error('no binary');
    });
    installPlatform({ ...platform, checkEngine });
    try {
      const context = Context[withEngine](() => new FakeEngine());
      expect(checkContext(context)).toBe(context);
      expect(() => checkContext(new Context())).toThrow('no binary');
    } finally {
      installPlatform(platform);
    }
  });

  it('disposes its children first, newest first, then closes the engine', () => {
    const order: string[] = [];
    const fake = new FakeEngine();
    vi.spyOn(fake, 'close').mockImplementation(() => order.push('engine'));
    const context = Context[withEngine](() => fake);
    expect(context[engine]).toBe(fake);
    for (const name of ['older', 'newer']) {
      context[children].add({ [Symbol.dispose]: () => order.push(name) });
    }
    context.dispose();
    context[Symbol.dispose]();
    expect(order).toEqual(['newer', 'older', 'engine']);
    expect(() => context[engine]).toThrow(
      expect.objectContaining({ code: ErrorCode.SessionIllegalState }) as Error,
    );
  });

  it('does not start an engine to be disposed', () => {
    const create = vi.fn(() => new FakeEngine());
    Context[withEngine](create).dispose();
    expect(create).not.toHaveBeenCalled();
  });
});
