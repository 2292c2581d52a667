import { defineConfig } from 'vitest/config';

/** Real media wants the machine for itself: such a suite runs after those before it, one file at a time. */
const alone = (order: number) => ({ fileParallelism: false, sequence: { groupOrder: order } });

/** For suites of short tests: enough on a machine that is busy with something else. */
const patient = { testTimeout: 60_000, hookTimeout: 60_000 };

/** For suites with real media, some of them in processes of their own: the same. */
const patientWithMedia = { testTimeout: 180_000, hookTimeout: 180_000 };

/** Tests of the faults suite that take a minute, nearly all of it spent waiting. */
const waiting = ['call-broken', 'call-cut', 'messaging-cut'].map(
  (name) => `test/faults/${name}.test.ts`,
);

/** Suites by name, so that `vitest run --project unit` needs no native build. */
export default defineConfig({
  test: {
    projects: [
      {
        // Fake clocks and fake peers: what takes seconds here hangs.
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          testTimeout: 5_000,
          hookTimeout: 5_000,
        },
      },
      { test: { name: 'types', include: ['test/types/*.test.ts'], ...patient } },
      { test: { name: 'server', include: ['test/server/**/*.test.ts'], ...patient } },
      { test: { name: 'session', include: ['test/session/**/*.test.ts'], ...patient } },
      {
        test: {
          name: 'native',
          include: ['test/native/**/*.test.ts'],
          pool: 'forks',
          ...alone(1),
          ...patientWithMedia,
        },
      },
      {
        test: {
          name: 'devices',
          include: ['test/devices/**/*.test.{ts,mjs}'],
          pool: 'forks',
          ...alone(1),
          ...patientWithMedia,
        },
      },
      {
        test: {
          name: 'cli',
          include: ['test/cli/**/*.test.ts'],
          pool: 'forks',
          ...alone(2),
          ...patientWithMedia,
        },
      },
      {
        test: {
          name: 'examples',
          include: ['test/examples/**/*.test.ts'],
          pool: 'forks',
          ...alone(3),
          ...patientWithMedia,
        },
      },
      {
        test: {
          name: 'windows-build',
          include: ['test/windows/cross-build/**/*.test.mjs'],
          ...patient,
        },
      },
      { test: { name: 'packaging', include: ['test/packaging/**/*.test.mjs'], ...patient } },
      {
        // Not part of `npm test`: needs the tarball of `npm run package`.
        test: {
          name: 'package',
          include: ['test/package/**/*.test.mjs'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 600_000,
        },
      },
      {
        // Not part of `npm test`: needs the Windows binary.
        test: {
          name: 'windows',
          include: ['test/windows/*.test.mjs'],
          fileParallelism: false,
          testTimeout: 300_000,
          // Wine ends, and a checkout of 17,000 files is removed.
          hookTimeout: 600_000,
        },
      },
      {
        // Not part of `npm test`: real time, and root for the tests that have networks of their own. These mostly wait
        // for it, and do so together.
        test: {
          name: 'faults-waiting',
          include: waiting,
          maxWorkers: waiting.length,
          maxConcurrency: 16,
          sequence: { groupOrder: 4 },
          testTimeout: 120_000,
          hookTimeout: 30_000,
        },
      },
      {
        // The other ones measure, or give the machine something to do.
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.{ts,mjs}'],
          exclude: waiting,
          ...alone(5),
          testTimeout: 120_000,
          hookTimeout: 30_000,
        },
      },
      {
        // Not part of `npm test`: real time, and processes that take all they can get.
        test: {
          name: 'attacks',
          include: ['test/attacks/**/*.test.ts'],
          ...alone(6),
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        // Not part of `npm test`: needs Janus, and a browser.
        test: {
          name: 'routed',
          include: ['test/routed/**/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        // Not part of `npm test`: browsers, a TURN server, other people's software.
        test: {
          name: 'interop',
          include: ['test/interop/**/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
