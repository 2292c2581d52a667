import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { npmRetries } from '../common/retry.mjs';
import { hashOf, root, stamp } from './inputs.mjs';
import { SetupError, timed } from './report.mjs';
import { run } from './run.mjs';

/** @returns {Promise<boolean>} whether anything had to be done */
export async function installNpmPackages() {
  if (!existsSync(join(root, 'package-lock.json'))) {
    throw new SetupError('package-lock.json is missing', 'git checkout package-lock.json');
  }
  const inputs = hashOf(['package-lock.json'], [process.versions.modules]);
  const done = stamp('node_modules/.setup-inputs');
  if (done.matches(inputs)) return false;
  const { code, output } = await timed('npm ci', () =>
    run('npm', ['ci', '--loglevel=error', '--no-progress', ...npmRetries], {
      cwd: root,
      quiet: true,
    }),
  );
  if (code !== 0) {
    throw new SetupError(
      `npm ci failed (exit ${code}):\n${output.trim()}`,
      'check that the npm registry is reachable (npm ping) and that there is disk space left',
    );
  }
  done.write(inputs);
  return true;
}
