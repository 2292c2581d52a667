import { headerComponents } from './component.mjs';
import { debianComponents } from './debian.mjs';
import { engineComponents } from './engine.mjs';

/** The C++ runtime, winpthreads and the C start files. */
const PACKAGES = ['g++-mingw-w64-x86-64-posix', 'mingw-w64-x86-64-dev'];

/**
 * What is inside the Windows addon.
 *
 * @param {readonly import('../engine/library.mjs').BuiltLibrary[]} libraries
 * @returns {import('./component.mjs').Component[]}
 */
export function windowsComponents(libraries) {
  return [...engineComponents(libraries), ...debianComponents(PACKAGES), ...headerComponents()];
}
