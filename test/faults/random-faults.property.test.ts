import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tally } from './random/random-client.js';
import { step } from './random/random-steps.js';
import { RandomWorld } from './random/random-world.js';

/** `STEPS=100000` looks harder. */
const totalSteps = Number(process.env['STEPS'] ?? 10_000);
const stepsPerRun = 60;
/** At the same time, as they mostly wait. */
const tests = 4;

/** What must have happened somewhere, or the test has shown little. */
const everything = [
  'connected',
  'disconnected',
  'error',
  'reconnectionStart',
  'reconnectionSuccess',
  'connectionCreated',
  'connectionDropped',
  'streamReceived',
  'streamDropped',
  'signal',
  'muteForced',
  'publisher streamCreated',
  'publisher streamDestroyed',
  'subscriber connected',
  'subscriber streamDisconnected',
  'subscriber streamReconnected',
];

describe('whatever happens, in whatever order', () => {
  const tally: Tally = new Map();

  it.concurrent.each([
    ['clients return in time', 3000],
    ['clients return in time, again', 3000],
    ['the server forgets clients before they give up', 150],
    ['the server forgets clients at once', 1],
  ] as const)(
    '%s: states, pairing, errors and signals are as promised',
    async (_what, graceMs) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: stepsPerRun, maxLength: stepsPerRun }),
          async (steps) => {
            const world = await RandomWorld.open(graceMs, tally);
            try {
              await world.begin();
              for (const each of steps) await world.perform(each);
              expect(await world.settle(30_000)).toEqual([]);
            } finally {
              await world[Symbol.asyncDispose]();
            }
            expect(world.violations).toEqual([]);
          },
        ),
        // Time is real, so a shorter sequence that fails too would be found by luck only.
        { numRuns: Math.ceil(totalSteps / stepsPerRun / tests), endOnFailure: true },
      );
    },
    60_000 + totalSteps * 50,
  );

  it('has shown something', () => {
    expect([...tally.keys()]).toEqual(expect.arrayContaining(everything));
  });
});
