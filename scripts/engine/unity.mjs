import { readFileSync } from 'node:fs';
import path from 'node:path';

/** @typedef {import('./commands.mjs').Unit} Unit */

/** Files per unit: more of them clash in their names and leave a core idle at the end. */
const SIZE = 12;

/** Files that clash in names with others of their folder. */
const notUnified = new Set(
  readFileSync(new URL('not-unified.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n'),
);

/**
 * Puts C++ files of one folder with the same settings together: their headers are read once then, which halves the time.
 *
 * @param {Unit[]} units
 * @param {readonly string[]} apart Beginnings of further paths that are left as they are.
 * @returns {{ single: Unit[], unified: { name: string, text: string, unit: Unit }[] }}
 */
export function unify(units, apart) {
  /** @type {Unit[]} */
  const single = [];
  /** @type {Map<string, Unit[]>} */
  const groups = new Map();
  for (const unit of units) {
    if (!canJoin(unit, apart)) {
      single.push(unit);
      continue;
    }
    const { definitions, includes, options } = unit;
    const key = JSON.stringify([path.posix.dirname(unit.source), definitions, includes, options]);
    groups.set(key, [...(groups.get(key) ?? []), unit]);
  }
  /** @type {{ name: string, text: string, unit: Unit }[]} */
  const unified = [];
  for (const group of groups.values()) {
    for (let start = 0; start < group.length; start += SIZE) {
      const members = group.slice(start, start + SIZE);
      const [first] = members;
      if (!first) continue;
      if (members.length === 1) {
        single.push(first);
        continue;
      }
      const folder = fromRoot(path.posix.dirname(first.source)).replaceAll('/', '_');
      const name = `unity/${folder}_${start / SIZE}_${unified.length}.cc`;
      const text = members.map(({ source }) => `#include "${fromRoot(source)}"\n`).join('');
      unified.push({ name, text, unit: { ...first, source: name } });
    }
  }
  return { single, unified };
}

/**
 * @param {Unit} unit
 * @param {readonly string[]} apart
 */
function canJoin({ language, source }, apart) {
  const file = fromRoot(source);
  const ours = !file.startsWith('third_party/') || file.startsWith('third_party/abseil-cpp/');
  return (
    language === 'cxx' &&
    ours &&
    !file.startsWith('gen/') &&
    !notUnified.has(file) &&
    !apart.some((start) => file.startsWith(start))
  );
}

/**
 * A path in the source, which gn's folder lies two levels below.
 *
 * @param {string} file
 */
export function fromRoot(file) {
  return file.replace(/^\.\.\/\.\.\//, '');
}
