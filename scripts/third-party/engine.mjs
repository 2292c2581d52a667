import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { sourcesOf } from './debian.mjs';

/** @typedef {import('../engine/library.mjs').BuiltLibrary} BuiltLibrary */

/**
 * The libraries that scripts/engine built, with the notices that it kept.
 *
 * @param {readonly BuiltLibrary[]} libraries
 * @returns {import('./component.mjs').Component[]}
 */
export function engineComponents(libraries) {
  return libraries.map(({ name, version, prefix }) => {
    const folder = path.join(prefix, 'share', 'licenses', name);
    return {
      name,
      version,
      origin: `Debian source package ${name} ${version}`,
      licences: readdirSync(folder)
        .sort()
        .map((file) => path.join(folder, file)),
    };
  });
}

/**
 * The names of the sources that archives come from: libraries of scripts/engine, and packages of Debian.
 *
 * @param {readonly string[]} archives Absolute paths.
 * @param {readonly BuiltLibrary[]} libraries
 * @returns {string[]}
 * @throws when an archive is of neither.
 */
export function sourcesOfArchives(archives, libraries) {
  /** @param {string} archive */
  const libraryOf = (archive) =>
    libraries.find(({ prefix }) => archive.startsWith(`${prefix}${path.sep}`))?.name;
  const others = archives.filter(
    (archive) => libraryOf(archive) === undefined && existsSync(archive),
  );
  return [
    ...archives.flatMap((archive) => libraryOf(archive) ?? []),
    ...sourcesOf(others).values(),
  ];
}
