import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

const MANIFEST = 'manifest.json';

/**
 * A short name for everything that decides how a result comes out. Equal inputs, equal key.
 *
 * @param {unknown} inputs Plain data; the order of object keys counts.
 */
export function cacheKey(inputs) {
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 16);
}

/**
 * Whether a published folder is there and whole: each file of its manifest with its size. A folder
 * that is not whole (an interrupted copy, a cleaned disk) counts as absent.
 *
 * @param {string} directory
 */
export async function isPublished(directory) {
  try {
    /** @type {Record<string, number>} */
    const manifest = JSON.parse(await readFile(path.join(directory, MANIFEST), 'utf8'));
    const checks = Object.entries(manifest).map(
      async ([file, size]) => (await stat(path.join(directory, file))).size === size,
    );
    return (await Promise.all(checks)).every(Boolean);
  } catch {
    return false;
  }
}

/**
 * Moves a finished tree to its place in one step, so that no reader ever sees half of it. Both
 * paths must be on one file system.
 *
 * @param {string} tree
 * @param {string} directory
 */
export async function publish(tree, directory) {
  /** @type {Record<string, number>} */
  const manifest = {};
  for (const entry of await readdir(tree, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    manifest[path.relative(tree, file)] = (await stat(file)).size;
  }
  await writeFile(path.join(tree, MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`);
  await mkdir(path.dirname(directory), { recursive: true });
  await rm(directory, { recursive: true, force: true });
  await rename(tree, directory);
}
