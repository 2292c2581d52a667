import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What an addon is compiled from, on every platform. */
export const nativeSources = ['CMakeLists.txt', 'cmake', 'native'];

/** npm packages whose headers it includes, with the versions that are installed. */
export function nativeHeaders() {
  return ['node-addon-api', 'node-api-headers'].map((name) => {
    const manifest = join(root, 'node_modules', name, 'package.json');
    return `${name}@${JSON.parse(readFileSync(manifest, 'utf8')).version}`;
  });
}

/**
 * @param {string} path
 * @returns {string[]} the file itself, or all files below the folder but documentation, in a stable order
 */
function filesOf(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => !name.endsWith('.md'))
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}

/**
 * One hash over files and folders (relative to the repository) and further strings.
 * @param {readonly string[]} paths
 * @param {readonly string[]} [facts]
 */
export function hashOf(paths, facts = []) {
  const hash = createHash('sha256');
  for (const fact of facts) hash.update(`${fact}\0`);
  for (const file of paths.flatMap((path) => filesOf(join(root, path)))) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/**
 * A file that remembers the inputs of the last success of a step.
 * @param {string} path relative to the repository
 */
export function stamp(path) {
  const file = join(root, path);
  return {
    /** @param {string} value */
    matches(value) {
      try {
        return readFileSync(file, 'utf8') === value;
      } catch {
        return false;
      }
    },
    /** @param {string} value */
    write(value) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, value);
    },
  };
}
