import { headerComponents } from './component.mjs';
import { debianComponents } from './debian.mjs';
import { engineComponents } from './engine.mjs';

/** The C++ library; the linker's map is held against it. */
const PACKAGES = ['libstdc++-12-dev'];

/** The C start files, which come from no archive. */
const START_FILES = ['libc6-dev'];

/**
 * What is inside the Linux addon.
 *
 * @param {readonly import('../engine/library.mjs').BuiltLibrary[]} libraries
 * @returns {import('./component.mjs').Component[]}
 */
export function linuxComponents(libraries) {
  return [
    ...engineComponents(libraries),
    ...debianComponents(PACKAGES),
    ...debianComponents(START_FILES).map((component) => ({ ...component, headersOnly: true })),
    ...headerComponents(),
  ];
}
