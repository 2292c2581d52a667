const HEADING = 'Archive member included';

/**
 * The static archives that gave at least one member, from a map of GNU ld.
 *
 * @param {string} map
 * @returns {string[]} Paths as the linker was given them, sorted.
 * @throws when there is no such list.
 */
export function linkedArchives(map) {
  const lines = map.split('\n');
  const start = lines.findIndex((line) => line.startsWith(HEADING));
  /** @type {Set<string>} */
  const archives = new Set();
  for (const line of start < 0 ? [] : lines.slice(start + 1)) {
    // The reason for each member is indented below it, or follows when there is room.
    if (line === '' || line.startsWith(' ')) continue;
    const [, archive] = /^(\S+\.a)\(\S+\)/.exec(line) ?? [];
    if (archive === undefined) break;
    archives.add(archive);
  }
  if (archives.size === 0) throw new Error('this is no linker map that lists archive members');
  return [...archives].sort();
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
