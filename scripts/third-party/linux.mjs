import { headerComponents } from './component.mjs';
import { debianComponents } from './debian.mjs';
import { engineComponents } from './engine.mjs';

/** The C++ library and the start files; the linker's map is held against them. */
const PACKAGES = ['libstdc++-12-dev', 'libc6-dev'];

/**
 * What is inside the Linux addon.
 *
 * @param {readonly import('../engine/library.mjs').BuiltLibrary[]} libraries
 * @returns {import('./component.mjs').Component[]}
 */
export function linuxComponents(libraries) {
  return [...engineComponents(libraries), ...debianComponents(PACKAGES), ...headerComponents()];
}
