import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Writes the versions where the C++ sources find them. Left alone when nothing changed, so that nothing is compiled again.
 *
 * @param {string} buildFolder
 * @param {readonly import('./component.mjs').Component[]} components
 */
export function writeVersionTable(buildFolder, components) {
  const file = join(buildFolder, 'third-party', 'versions.inc');
  const table = components
    .map(({ name, version }) => `{${JSON.stringify(name)}, ${JSON.stringify(version)}},\n`)
    .join('');
  if (read(file) === table) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, table);
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
