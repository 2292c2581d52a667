import { beforeAll, describe, expect, it } from 'vitest';
import { defaultLimits, defaultTimers } from '../../../lib/server/server-limits.js';
import { resolveConfig } from '../../../lib/signaling/signaling-config.js';
import { tableRows } from './tables.js';

describe('docs/reconnection.md', () => {
  /** Defaults by the name of the option. */
  let documented: Map<string, number>;

  beforeAll(async () => {
    const rows = await tableRows('docs/reconnection.md', 'option');
    documented = new Map(
      rows.map(([option = '', value]) => [option.replaceAll('`', ''), Number(value)]),
    );
  });

  const actual = new Map<string, unknown>([
    ...Object.entries(resolveConfig()),
    ...Object.entries(defaultTimers).map(([name, value]) => [`timers.${name}`, value] as const),
    ...Object.entries(defaultLimits).map(([name, value]) => [`limits.${name}`, value] as const),
  ]);

  it('has the defaults of the code', () => {
    expect(documented.size).toBeGreaterThan(0);
    for (const [option, value] of documented) expect(value, option).toBe(actual.get(option));
  });

  it('has every timer', () => {
    const timers = [...actual].filter(
      ([option, value]) => option.endsWith('Ms') && typeof value === 'number',
    );
    expect(timers.map(([option]) => option).filter((option) => !documented.has(option))).toEqual(
      [],
    );
  });

  it('is right about what goes together', () => {
    const { reconnectGiveUpMs, resendBufferMessages, duplicateWindow } = resolveConfig();
    expect(reconnectGiveUpMs).toBeLessThanOrEqual(defaultTimers.graceMs);
    expect(resendBufferMessages).toBeLessThanOrEqual(defaultLimits.messageBurst);
    expect(resendBufferMessages).toBeLessThanOrEqual(defaultLimits.dedupeWindow);
    expect(defaultLimits.unackedMessages).toBeLessThanOrEqual(duplicateWindow);
  });
});
