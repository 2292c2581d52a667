import { chmodSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf, root, stamp } from './inputs.mjs';
import { SetupError, timed } from './report.mjs';
import { run } from './run.mjs';

/** @returns {Promise<boolean>} whether anything had to be done */
export async function buildTypeScript() {
  const inputs = hashOf([
    'lib',
    'binding.d.ts',
    'tsconfig.json',
    'tsconfig.build.json',
    'scripts/typescript',
    'package-lock.json',
  ]);
  const done = stamp('build/.typescript-inputs');
  const entry = join(root, 'dist/index.js');
  if (existsSync(entry) && done.matches(inputs)) return false;

  // A file that is gone from lib must not live on in dist.
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  rmSync(join(root, 'build/tsc'), { recursive: true, force: true });
  const { code } = await timed('compiling TypeScript', () =>
    run('npm', ['run', '--silent', 'build:ts'], { cwd: root }),
  );
  if (code !== 0) {
    throw new SetupError(`tsc failed (exit ${code})`, 'mend the type errors above');
  }
  const command = join(root, 'dist/cli/main.js');
  if (existsSync(command)) chmodSync(command, 0o755);
  done.write(inputs);
  return true;
}
