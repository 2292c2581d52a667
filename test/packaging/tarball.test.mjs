import { expect, test } from 'vitest';
import { SIZE_LIMIT, prebuilds } from '../../scripts/package/layout.mjs';
import { publishProblems, tarballProblems } from '../../scripts/package/tarball.mjs';

const files = [
  'package.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'THIRD_PARTY_NOTICES',
  'binding.d.ts',
  'dist/index.js',
  'dist/index.cjs',
  ...prebuilds.map(({ platform, file }) => `prebuilds/${platform}/${file}`),
];
const good = { version: '1.2.3', bytes: 1000, files };

test('a whole tarball may be published under its tag', () => {
  expect(publishProblems(good, prebuilds, 'v1.2.3')).toEqual([]);
});

test.each(files)('one without %s may not', (name) => {
  const tarball = { ...good, files: files.filter((file) => file !== name) };
  expect(publishProblems(tarball, prebuilds, 'v1.2.3')).toEqual([`the tarball lacks ${name}`]);
});

test('nor one with a binary that was not asked for', () => {
  expect(tarballProblems(good, prebuilds.slice(0, 1))).toEqual([
    'the tarball has prebuilds/win32-x64/webrtc-session.node, which is not to be shipped',
  ]);
});

test('nor one that is too large', () => {
  const tarball = { ...good, bytes: SIZE_LIMIT + 1 };
  expect(publishProblems(tarball, prebuilds, 'v1.2.3')).toEqual([
    `the tarball has ${SIZE_LIMIT + 1} bytes, allowed are ${SIZE_LIMIT}`,
  ]);
});

test('nor one of another version than the tag', () => {
  expect(publishProblems(good, prebuilds, 'v1.2.4')).toEqual([
    'the tag is v1.2.4, the version in the tarball 1.2.3',
  ]);
});
