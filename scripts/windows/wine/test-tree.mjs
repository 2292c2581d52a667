import { cp, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { npmRetries } from '../../common/retry.mjs';
import { cacheKey } from '../cache.mjs';
import { repository } from '../layout.mjs';
import { run } from '../process.mjs';

/** What the suites read of a checkout, besides the npm packages. */
const PARTS = [
  'README.md',
  'bench',
  'binding.d.ts',
  'dist',
  'examples',
  'lib',
  'package.json',
  'prebuilds/win32-x64',
  'test',
  'tsconfig.json',
  'vitest.config.ts',
];

/**
 * Lays out the checkout as it would be on Windows: the same files, the npm packages of the same lock
 * file but for win32, nothing built there.
 *
 * @param {string} folder Is emptied first; on the file system of the cache.
 * @param {import('../layout.mjs').Layout} layout
 */
export async function layOutTestTree(folder, layout) {
  const packages = await providePackages(layout);
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.dirname(folder), { recursive: true });
  // Links, because the packages have hundreds of megabytes and nobody writes to them.
  const copy = ['cp', '--archive', '--link', packages, folder];
  await run(copy, { step: 'windows checkout: packages', log: logOf(layout) });
  for (const part of PARTS) {
    const target = path.join(folder, part);
    await rm(target, { recursive: true, force: true });
    await cp(path.join(repository, part), target, { recursive: true });
  }
}

/**
 * The npm packages of the lock file for win32, from the cache or from npm.
 *
 * @param {import('../layout.mjs').Layout} layout
 * @returns {Promise<string>} The folder with `node_modules`.
 */
async function providePackages(layout) {
  const lockFile = await readFile(path.join(repository, 'package-lock.json'), 'utf8');
  const key = cacheKey(lockFile);
  const folder = path.join(layout.packages, key);
  if (existsSync(folder)) return folder;

  const partial = `${folder}.${process.pid}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) {
    await cp(path.join(repository, name), path.join(partial, name));
  }
  const options = ['--os=win32', '--cpu=x64', '--ignore-scripts', ...npmRetries];
  await run(['npm', 'ci', ...options, '--loglevel=error'], {
    step: 'windows checkout: npm ci',
    log: logOf(layout),
    cwd: partial,
    remedy: 'check that the npm registry is reachable (npm ping)',
  });
  // Those of older lock files; who runs with them has links of their own.
  for (const other of await readdir(layout.packages)) {
    if (!other.startsWith(key)) {
      await rm(path.join(layout.packages, other), { recursive: true, force: true });
    }
  }
  await rename(partial, folder);
  return folder;
}

/** @param {import('../layout.mjs').Layout} layout */
function logOf({ logs }) {
  return path.join(logs, 'test-tree.log');
}
