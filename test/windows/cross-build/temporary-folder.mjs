import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/**
 * A folder of the test's own, gone when the test is over.
 *
 * @param {import('vitest').TestContext['onTestFinished']} onTestFinished
 */
export async function temporaryFolder(onTestFinished) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'windows-build-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
