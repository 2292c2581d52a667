import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { provideCodec } from '../../../scripts/engine/codec.mjs';
import { engineLayout } from '../../../scripts/engine/library.mjs';
import { parseOptions } from '../../../scripts/engine/options.mjs';
import { platforms } from '../../../scripts/engine/platforms/index.mjs';
import { pins } from '../../../scripts/engine/sources.mjs';
import { temporaryFolder } from '../../windows/cross-build/temporary-folder.mjs';

/** @typedef {import('../../../scripts/engine/codecs/index.mjs').Codec} Codec */

/** Writes what it is told into the place of an installation. */
const install = 'mkdir -p @stage@/lib && cp built @stage@/lib/libx.a';

const platform = /** @type {import('../../../scripts/engine/platforms/index.mjs').Platform} */ (
  platforms['win32-x64']
);

/**
 * A cache in which the source of a codec `x` lies ready.
 *
 * @param {import('vitest').TestContext['onTestFinished']} onTestFinished
 */
async function cacheWithSource(onTestFinished) {
  const root = await temporaryFolder(onTestFinished);
  const layout = engineLayout(path.join(root, 'cache'), platform.name);
  const folder = path.join(layout.downloads, 'x_1');
  await mkdir(path.join(root, 'x-1', 'debian'), { recursive: true });
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(root, 'x-1', 'debian', 'copyright'), 'free');
  const tarball = path.join(folder, 'x_1.tar.gz');
  execFileSync('tar', ['-C', root, '-czf', tarball, 'x-1']);
  const content = await readFile(tarball);
  /** @param {string} algorithm */
  const entry = (algorithm) =>
    ` ${createHash(algorithm).update(content).digest('hex')} ${content.length} x_1.tar.gz\n`;
  const dsc = [
    'Format: 3.0 (native)\nSource: x\nVersion: 1\n',
    `Checksums-Sha256:\n${entry('sha256')}Files:\n${entry('md5')}`,
  ].join('');
  await writeFile(path.join(folder, 'x_1.dsc'), dsc);

  pins['x'] = [{ version: '1', dsc: createHash('sha256').update(dsc).digest('hex') }];
  onTestFinished(() => void delete pins['x']);
  return {
    layout,
    /**
     * @param {string[]} scripts One step each.
     * @param {Partial<Codec>} [recipe]
     */
    provide(scripts, recipe = {}) {
      const commands = scripts.map((script) => ['sh', '-c', script]);
      const options = parseOptions(['--platform', platform.name], {});
      const context = { layout, options, platform, compiler: 'clang', progress: () => undefined };
      const codec = { name: 'x', writes: {}, commands, headers: {}, licences: [], ...recipe };
      return provideCodec(codec, context);
    },
    libraries: () => readdir(layout.libraries).catch(() => []),
  };
}

test('a codec is built once', async ({ onTestFinished }) => {
  const { provide } = await cacheWithSource(onTestFinished);
  const steps = ['echo 1 > built', install];
  const built = await provide(steps);
  expect(built).toMatchObject({ version: '1', cached: false });
  expect(await readFile(path.join(built.prefix, 'lib', 'libx.a'), 'utf8')).toBe('1\n');
  expect(await provide(steps)).toEqual({ ...built, cached: true });
});

test('what changes its outcome builds it again, beside the other', async ({ onTestFinished }) => {
  const { provide, libraries } = await cacheWithSource(onTestFinished);
  await provide(['echo 1 > built', install]);
  expect(await provide(['echo 2 > built', install])).toMatchObject({ cached: false });
  expect(await provide(['echo 2 > built', install], { writes: { a: 'b' } })).toMatchObject({
    cached: false,
  });
  expect(await libraries()).toHaveLength(3);
});

test('a step that fails leaves no library, and the next run goes on from it', async ({
  onTestFinished,
}) => {
  const { provide, layout, libraries } = await cacheWithSource(onTestFinished);
  const trouble = path.join(layout.root, 'trouble');
  await writeFile(trouble, '');
  const steps = ['echo compiled >> built', `test ! -e ${trouble}`, install];
  await expect(provide(steps)).rejects.toMatchObject({
    name: 'StepError',
    step: 'x: sh',
    message: 'sh: exit code 1',
    remedy: expect.stringContaining('goes on from this step'),
    log: path.join(layout.logs, 'x.log'),
  });
  expect(await libraries()).toEqual([]);

  await rm(trouble);
  const { prefix } = await provide(steps);
  // The build folder of the first run was kept.
  expect(await readFile(path.join(prefix, 'lib', 'libx.a'), 'utf8')).toBe('compiled\ncompiled\n');
  expect(await readdir(layout.work)).toEqual([]);
});

test('a disk that gets full while it compiles leaves no library', async ({ onTestFinished }) => {
  const { provide, libraries } = await cacheWithSource(onTestFinished);
  await expect(provide(['head -c 1 /dev/zero > /dev/full', install])).rejects.toMatchObject({
    step: 'x: sh',
    message: 'no space left on device',
    remedy: expect.stringContaining('free some disk space'),
  });
  expect(await libraries()).toEqual([]);
});

test('an installation that lacks its licence is not published', async ({ onTestFinished }) => {
  const { provide, libraries } = await cacheWithSource(onTestFinished);
  await expect(provide(['echo 1 > built', install], { licences: ['LICENSE'] })).rejects.toThrow(
    /ENOENT.*LICENSE/,
  );
  expect(await libraries()).toEqual([]);
});
