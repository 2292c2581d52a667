import path from 'node:path';

/**
 * The static archives that gave at least one section to an ELF binary, from a map of lld (`-Map`).
 *
 * @param {string} map
 * @returns {string[]} Paths as the linker was given them, sorted.
 * @throws when there is no such list.
 */
export function linkedArchives(map) {
  const members = map.matchAll(/ (\S+\.a)\([^()\s]+\):\(/g);
  return someOf([...members].map(([, archive = '']) => archive));
}

/**
 * The same for a Windows binary, whose map tells the members alone, from what lld says with `--verbose`.
 *
 * @param {string} log
 * @returns {string[]} Paths as the linker was given them, sorted.
 * @throws when there is no such list.
 */
export function loadedArchives(log) {
  const read = log.matchAll(/: Reading (\S+\.a)$/gm);
  const paths = new Map([...read].map(([, file = '']) => [path.basename(file), file]));
  const loaded = log.matchAll(/: Loaded (\S+\.a)\(\S+\) for /g);
  return someOf([...loaded].map(([, name = '']) => paths.get(name) ?? name));
}

/** @param {string[]} archives */
function someOf(archives) {
  if (archives.length === 0) throw new Error('this is no linker map that lists archive members');
  return [...new Set(archives)].sort();
}

/**
 * Holds the list of components against what the linker took.
 *
 * @param {readonly string[]} linked Names of the sources that the archives come from.
 * @param {readonly import('./component.mjs').Component[]} components
 * @returns {string[]} What is wrong; empty when all is well.
 */
export function accountingProblems(linked, components) {
  const names = components.map(({ name }) => name);
  const archived = components.filter(({ headersOnly }) => !headersOnly).map(({ name }) => name);
  return [
    ...[...new Set(linked)]
      .filter((name) => !names.includes(name))
      .map((name) => `${name} is linked in and not in the list of components`),
    ...archived
      .filter((name) => !linked.includes(name))
      .map((name) => `${name} is in the list of components and not linked in`),
  ];
}
