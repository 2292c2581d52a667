import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { debianPatches } from '../../../scripts/engine/debian-patches.mjs';
import { provideEngine } from '../../../scripts/engine/engine.mjs';
import { parseOptions } from '../../../scripts/engine/options.mjs';
import { pins } from '../../../scripts/engine/sources.mjs';
import { isPart } from '../../../scripts/engine/subset.mjs';
import { temporaryFolder } from '../../windows/cross-build/temporary-folder.mjs';

test.each([
  'build/config/compiler/BUILD.gn',
  'third_party/webrtc/api/peer_connection_interface.h',
  'third_party/boringssl/src/gen/bcm/p256-x86_64-asm-linux.S',
  'third_party/boringssl/src/LICENSE',
  'third_party/libvpx/source/config/win/x64/vpx_config.asm',
])('%s belongs to the pruned source', (file) => {
  expect(isPart(file)).toBe(true);
});

test.each([
  'third_party/webrtc/pc/peer_connection_unittest.cc',
  'third_party/webrtc/resources/foreman_cif.yuv',
  'third_party/boringssl/src/rust/bssl-sys/wrapper.h',
])('%s does not', (file) => {
  expect(isPart(file)).toBe(false);
});

test("Debian's patches are reduced to the files that are there, and to this processor", async ({
  onTestFinished,
}) => {
  const folder = await temporaryFolder(onTestFinished);
  /** @param {string} name @param {string} text */
  const write = async (name, text) => {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  };
  /** @param {string} file */
  const hunk = (file) => `--- a/${file}\n+++ b/${file}\n@@ -1 +1 @@\n-a\n+b\n`;
  await write('tree/api/here.h', 'a\n');
  await write('debian/patches/series', '# why\nfixes/one.patch\nppc64le/two.patch\n\n');
  await write(
    'debian/patches/fixes/one.patch',
    `Why.\n\nIndex: x\n${hunk('api/here.h')}diff --git a b\n${hunk('api/gone.h')}`,
  );
  await write('debian/patches/ppc64le/two.patch', hunk('api/here.h'));
  const patches = await debianPatches(path.join(folder, 'debian'), path.join(folder, 'tree'));
  expect(patches).toBe(hunk('api/here.h'));
});

test('every pin has the hash of its description, and a version to fall back on is older', () => {
  for (const [name, candidates] of Object.entries(pins)) {
    for (const { version, dsc } of candidates) {
      expect(version, name).toMatch(/^(\d+:)?\d[\w.+~-]*-\d/);
      expect(dsc, name).toMatch(/^[0-9a-f]{64}$/);
    }
  }
});

describe('the command line', () => {
  test.each([
    [[], /^--platform must be linux-x64 or win32-x64, got ""/],
    [['--platform', 'mac'], /^--platform must be linux-x64 or win32-x64, got "mac"/],
    [['--platform=linux-x64', '--jobs', '0'], /^--jobs must be an integer from 1 to 256/],
    [['--platform', 'linux-x64', '--nonsense'], /--nonsense/],
  ])('%j is refused by name', (args, message) => {
    expect(() => parseOptions(args, {})).toThrow(message);
  });

  test('takes the platform from anywhere among the options', () => {
    const options = parseOptions(['--jobs', '3', '--platform', 'win32-x64', '--nice=5'], {});
    expect(options).toMatchObject({ platform: 'win32-x64', jobs: 3, nice: 5 });
  });
});

test('where nothing may be built, what is not in the cache is told with the command that builds it', async ({
  onTestFinished,
}) => {
  const cache = await temporaryFolder(onTestFinished);
  const options = parseOptions(['--platform', 'linux-x64', '--cache', cache], {});
  await expect(provideEngine({ ...options, cachedOnly: true })).rejects.toMatchObject({
    name: 'StepError',
    step: expect.stringMatching(/^(opus|compiler)$/),
    remedy: expect.stringMatching(/^npm run (build:engine|setup) -- --/),
  });
});
