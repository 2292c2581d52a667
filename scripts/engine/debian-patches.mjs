import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** Folders of patches for other processors: they include files that the pruned source does not have. */
const otherProcessors = /^(ppc64le|i386|arm|arm64|loongarch64|riscv64)\//;

/**
 * Debian's changes to those files that are there, as one patch: what they change elsewhere in Chromium is left out.
 *
 * @param {string} debian The folder `debian` of the source package.
 * @param {string} tree
 * @returns {Promise<string>} In the unified format.
 */
export async function debianPatches(debian, tree) {
  const series = await readFile(path.join(debian, 'patches', 'series'), 'utf8');
  const names = series
    .split('\n')
    .map((line) => line.trim().split(/\s/)[0] ?? '')
    .filter((name) => name !== '' && !name.startsWith('#') && !otherProcessors.test(name));
  const patches = await Promise.all(
    names.map((name) => readFile(path.join(debian, 'patches', name), 'latin1')),
  );
  return patches.map((patch) => partsFor(patch, tree)).join('');
}

/**
 * @param {string} patch
 * @param {string} tree
 */
function partsFor(patch, tree) {
  return patch
    .split(/^(?=--- \S)/m)
    .slice(1)
    .filter((part) => {
      const [, from = '', to = ''] = /^--- (\S+).*\n\+\+\+ (\S+)/.exec(part) ?? [];
      const file = (to === '/dev/null' ? from : to).replace(/^[^/]*\//, '');
      return file !== '' && existsSync(path.join(tree, file));
    })
    .map((part) => part.replace(/^(diff --git|index |Index:|===).*\n/gm, ''))
    .join('');
}
