import { expect, it, vi } from 'vitest';
import { Reconnector } from '../../../../lib/signaling/connection/reconnector.js';
import { systemClock } from '../../../../lib/signaling/platform.js';

it('waits as long as a timer can if the policy wants longer, and does not try at once', () => {
  const setTimeout = vi.fn();
  const reconnector = new Reconnector({
    clock: { ...systemClock, setTimeout },
    policy: { nextDelay: () => Number.MAX_SAFE_INTEGER },
    stableMs: 0,
    attempt: vi.fn(),
    gaveUp: vi.fn(),
  });
  reconnector.lost({ kind: 'silent', detail: '' });
  expect(setTimeout).toHaveBeenCalledExactlyOnceWith(expect.any(Function), 2 ** 31 - 1);
});
