import path from 'node:path';

/** The repository. */
export const repository = path.resolve(import.meta.dirname, '../..');

/** Where this build's patches, compat headers and CMake hook are. */
export const scripts = import.meta.dirname;

/** CMake toolchain file, shared by the libraries and the addon. */
export const toolchainFile = path.join(repository, 'cmake', 'mingw-w64-x86_64.cmake');

/**
 * @typedef {object} Layout Folders of the cache.
 * @property {string} root
 * @property {string} apt State of our own apt, apart from the system's.
 * @property {string} downloads Verified source packages.
 * @property {string} libraries Finished libraries, `<name>-<key>`; whole or not there.
 * @property {string} packages The npm packages for win32 that `test:windows` needs, by lock file.
 * @property {string} work Unpacked sources and build trees of what is not finished.
 * @property {string} logs One log per step of the last run.
 */

/**
 * @param {string} cache
 * @returns {Layout}
 */
export function cacheLayout(cache) {
  const root = path.join(cache, 'win32-x64');
  return {
    root,
    apt: path.join(root, 'apt'),
    downloads: path.join(root, 'downloads'),
    libraries: path.join(root, 'libraries'),
    packages: path.join(root, 'packages'),
    work: path.join(root, 'work'),
    logs: path.join(root, 'logs'),
  };
}
