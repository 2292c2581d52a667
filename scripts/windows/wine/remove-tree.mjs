import { rm } from 'node:fs/promises';

/**
 * Removes a folder in which a Wine that was just ended may still save its registry.
 *
 * @param {string} folder
 */
export async function removeTree(folder) {
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
