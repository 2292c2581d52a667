import path from 'node:path';

/** The repository. */
export const repository = path.resolve(import.meta.dirname, '../..');

/**
 * @typedef {object} Layout Folders of the cache.
 * @property {string} root
 * @property {string} downloads node.exe.
 * @property {string} packages The npm packages for win32 that `test:windows` needs, by lock file.
 * @property {string} work Machines of Wine that are running.
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
    downloads: path.join(root, 'downloads'),
    packages: path.join(root, 'packages'),
    work: path.join(root, 'work'),
    logs: path.join(root, 'logs'),
  };
}
