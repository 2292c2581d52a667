import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { root } from './tables.js';

it('docs/protocol.md has every section that comments in the code name', async () => {
  const doc = await readFile(new URL('docs/protocol.md', root), 'utf8');
  const sections = new Set([...doc.matchAll(/^## (\d+)\. /gm)].map(([, number]) => number));
  const lib = new URL('lib/', root);
  const files = (await readdir(lib, { recursive: true })).filter((file) => file.endsWith('.ts'));
  const named = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(new URL(file, lib), 'utf8');
      return [...text.matchAll(/protocol §(\d+)|[(,] ?§(\d+)/g)].map(
        (match) => match[1] ?? match[2],
      );
    }),
  );
  expect(named.flat().length).toBeGreaterThan(20);
  expect(named.flat().filter((section) => !sections.has(section))).toEqual([]);
});
