import { readdirSync } from 'node:fs';
import path from 'node:path';
import { headerComponents } from './component.mjs';
import { debianComponents } from './debian.mjs';

/** The C++ runtime, winpthreads and the C start files. */
const PACKAGES = ['g++-mingw-w64-x86-64-posix', 'mingw-w64-x86-64-dev'];

/**
 * What is inside the Windows addon.
 *
 * @param {readonly import('../windows/library.mjs').BuiltLibrary[]} libraries
 * @returns {import('./component.mjs').Component[]}
 */
export function windowsComponents(libraries) {
  const built = libraries.map(({ library: { name }, version, prefix }) => {
    const folder = path.join(prefix, 'share', 'licenses', name);
    return {
      name,
      version,
      origin: `Debian source package ${name} ${version}`,
      licences: readdirSync(folder).map((file) => path.join(folder, file)),
    };
  });
  return [...built, ...debianComponents(PACKAGES), ...headerComponents()];
}
