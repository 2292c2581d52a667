import { cp, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { cacheKey } from '../cache.mjs';
import { repository } from '../layout.mjs';
import { run } from '../process.mjs';

/** What the suites read of a checkout, besides the npm packages. */
const PARTS = [
  'binding.d.ts',
  'dist',
  'examples',
  'lib',
  'prebuilds',
  'test',
  'tsconfig.json',
  'vitest.config.ts',
];

/**
 * Lays out the checkout as it would be on Windows: the same files, the npm packages of the same lock
 * file but for win32, nothing built there.
 *
 * @param {import('../layout.mjs').Layout} layout
 * @returns {Promise<string>} Its folder.
 */
export async function layOutTestTree(layout) {
  const step = 'windows checkout';
  const log = path.join(layout.logs, 'test-tree.log');
  const manifests = ['package.json', 'package-lock.json'];
  const contents = manifests.map((name) => readFile(path.join(repository, name), 'utf8'));
  const folder = path.join(layout.root, 'checkouts', cacheKey(await Promise.all(contents)));

  if (!existsSync(folder)) {
    const partial = `${folder}.partial`;
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    for (const name of manifests) await cp(path.join(repository, name), path.join(partial, name));
    const npm = ['npm', 'ci', '--os=win32', '--cpu=x64', '--ignore-scripts', '--loglevel=error'];
    await run(npm, { step, log, cwd: partial, remedy: 'check that the npm registry is reachable' });
    await rename(partial, folder);
  }
  for (const part of PARTS) {
    const source = path.join(repository, part);
    await rm(path.join(folder, part), { recursive: true, force: true });
    if (existsSync(source)) await cp(source, path.join(folder, part), { recursive: true });
  }
  // The Windows checkout has no Linux binary to fall back on.
  await rm(path.join(folder, 'prebuilds', 'linux-x64'), { recursive: true, force: true });
  return folder;
}
