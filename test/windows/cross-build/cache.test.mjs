import { mkdir, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { cacheKey, isPublished, publish } from '../../../scripts/windows/cache.mjs';
import { temporaryFolder } from './temporary-folder.mjs';

/** @param {string} folder */
async function finishedTree(folder) {
  const tree = path.join(folder, 'stage');
  await mkdir(path.join(tree, 'lib'), { recursive: true });
  await writeFile(path.join(tree, 'lib', 'libvpx.a'), 'archive');
  await writeFile(path.join(tree, 'notes'), '');
  return tree;
}

test('a result is there, whole, once it is published', async ({ onTestFinished }) => {
  const folder = await temporaryFolder(onTestFinished);
  const target = path.join(folder, 'libraries', 'libvpx-1');
  expect(await isPublished(target)).toBe(false);
  await publish(await finishedTree(folder), target);
  expect(await isPublished(target)).toBe(true);
  expect((await readdir(target)).sort()).toEqual(['lib', 'manifest.json', 'notes']);
  expect(await readdir(folder)).toEqual(['libraries']);
});

test('a result of which a file is missing or cut short counts as absent', async ({
  onTestFinished,
}) => {
  const folder = await temporaryFolder(onTestFinished);
  const target = path.join(folder, 'libvpx-1');
  await publish(await finishedTree(folder), target);
  await truncate(path.join(target, 'lib', 'libvpx.a'), 3);
  expect(await isPublished(target)).toBe(false);
  await rm(path.join(target, 'lib'), { recursive: true });
  expect(await isPublished(target)).toBe(false);
});

test('publishing replaces what is left of a damaged result', async ({ onTestFinished }) => {
  const folder = await temporaryFolder(onTestFinished);
  const target = path.join(folder, 'libvpx-1');
  await mkdir(target);
  await writeFile(path.join(target, 'left over'), '');
  await publish(await finishedTree(folder), target);
  expect(await readdir(target)).not.toContain('left over');
  expect(await isPublished(target)).toBe(true);
});

test('the key changes with any input', () => {
  const inputs = { pin: { version: '1' }, commands: [['make', '-j2']], contents: ['a', 'b'] };
  const key = cacheKey(inputs);
  expect(key).toMatch(/^[0-9a-f]{16}$/);
  expect(cacheKey({ ...inputs })).toBe(key);
  expect(cacheKey({ ...inputs, pin: { version: '2' } })).not.toBe(key);
  expect(cacheKey({ ...inputs, contents: ['ab'] })).not.toBe(key);
});
