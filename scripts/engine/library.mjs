import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { StepError } from '../windows/errors.mjs';

/**
 * @typedef {object} Layout Folders of the cache.
 * @property {string} root
 * @property {string} apt State of our own apt, apart from the system's.
 * @property {string} downloads Verified source packages.
 * @property {string} sources Pruned sources.
 * @property {string} libraries Finished libraries of the platform, `<name>-<key>`; whole or not there.
 * @property {string} work Unpacked sources and build trees of what is not finished.
 * @property {string} logs One log per library of the last run.
 *
 * @typedef {object} Context
 * @property {Layout} layout
 * @property {import('./options.mjs').Options} options
 * @property {import('./platforms/index.mjs').Platform} platform
 * @property {string} compiler Version line of the compiler.
 * @property {(line: string) => void} progress
 *
 * @typedef {object} BuiltLibrary
 * @property {string} name Source package in Debian.
 * @property {string} version Debian version.
 * @property {string} key
 * @property {string} prefix
 * @property {boolean} cached
 */

/**
 * @param {string} cache
 * @param {string} platform
 * @returns {Layout}
 */
export function engineLayout(cache, platform) {
  const root = path.join(cache, 'engine');
  return {
    root,
    apt: path.join(root, 'apt'),
    downloads: path.join(root, 'downloads'),
    sources: path.join(root, 'sources'),
    libraries: path.join(root, platform),
    work: path.join(root, 'work', platform),
    logs: path.join(root, 'logs', platform),
  };
}

/**
 * @param {string} name
 * @param {Context} context
 */
export function notCached(name, { platform, layout }) {
  return new StepError(
    name,
    `not in the cache (${layout.libraries}), and to build it takes half an hour`,
    {
      remedy: `npm run build:engine -- --platform ${platform.name}`,
    },
  );
}

/**
 * A hash of the recipe itself: the same for the same files, wherever the checkout is.
 *
 * @param {readonly string[]} [names] Files and folders in this folder; all of them by default.
 */
export function recipeHash(names = readdirSync(import.meta.dirname).sort()) {
  const hash = createHash('sha256');
  for (const name of names) addTo(hash, name);
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} name
 */
function addTo(hash, name) {
  const file = path.join(import.meta.dirname, name);
  try {
    for (const inner of readdirSync(file).sort()) addTo(hash, path.join(name, inner));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOTDIR')) throw error;
    hash.update(`${name}\0`).update(readFileSync(file)).update('\0');
  }
}
