import { expect } from 'vitest';

/** The call that {@link expectDemo} looks at. Over ten seconds one in which the machine stood still does not count for much. */
export const demo = ['demo', '--json', '--seconds', '10'];

/**
 * Holds what {@link demo} printed against what a call has to be. How fast it is on which machine is told by
 * bench/, not here: a third of the pictures and of the sound shows that both flow.
 *
 * @param {Pick<import('./installed-package.mjs').Result, 'code' | 'stdout' | 'stderr'>} result
 */
export function expectDemo({ code, stdout, stderr }) {
  expect(code, stderr).toBe(0);
  const summary = JSON.parse(stdout);
  expect(summary).toMatchObject({
    width: 1280,
    height: 720,
    codec: 'vp8',
    framesOutOfOrder: 0,
    exitCodes: [0, 0],
  });
  expect(summary.framesReceived).toBeGreaterThan(100);
  expect(summary.audio).toMatchObject({ sampleRate: 48000 });
  expect(summary.audio.samplesReceived).toBeGreaterThan(160_000);
  expect(summary.signals.sent).toBeGreaterThan(0);
  expect(summary.signals.received).toBe(summary.signals.sent);
}
