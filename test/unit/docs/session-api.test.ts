import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { root } from './tables.js';

it('docs/session-api.md has every rule that tests cite, and tests cite every rule', async () => {
  const doc = await readFile(new URL('docs/session-api.md', root), 'utf8');
  const [, rules = ''] = doc.split(/^## Rules$/m);
  const documented = [...rules.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));
  expect(documented).toEqual(Array.from({ length: 22 }, (_, index) => index + 1));

  const folder = new URL('test/', root);
  const files = (await readdir(folder, { recursive: true })).filter((file) =>
    file.endsWith('.test.ts'),
  );
  const cited = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(new URL(file, folder), 'utf8');
      return [...text.matchAll(/\brule (\d+)/gi)].map(([, number]) => Number(number));
    }),
  );
  expect([...new Set(cited.flat())].toSorted((a, b) => a - b)).toEqual(documented);
});
