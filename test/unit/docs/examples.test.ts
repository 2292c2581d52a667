import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const folder = new URL('../../../examples/', import.meta.url);

it('examples/README.md lists every example, and nothing else', async () => {
  const readme = await readFile(new URL('README.md', folder), 'utf8');
  const listed = [...readme.matchAll(/^\| \[`(.+\.m?[jt]s)`\]\(\1\)/gm)].map(([, name]) => name);
  const files = (await readdir(folder)).filter((name) => /\.m?[jt]s$/.test(name));
  expect(listed.toSorted()).toEqual(files.toSorted());
});
