import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll } from 'vitest';

/**
 * While the tests of this file run, the kernel runs the processes that they start before ordinary ones: what is measured
 * is how well they do, not how busy the machine is with something else. (Niceness does not tell sessions apart.)
 *
 * Only root may, and not in every container; on a machine with nothing else to do it makes no difference.
 */
export function inRealTime(): void {
  beforeAll(() => {
    schedule(['--rr', '1']);
  });
  afterAll(() => {
    schedule(['--other', '0']);
  });
}

/** Sets the policy of this thread, which new processes inherit. */
function schedule([policy, priority]: readonly [string, string]): void {
  try {
    execFileSync('chrt', [policy, '--pid', priority, String(process.pid)], { stdio: 'ignore' });
  } catch {
    // See above.
  }
}
