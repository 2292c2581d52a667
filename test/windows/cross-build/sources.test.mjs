import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { engineLayout } from '../../../scripts/engine/library.mjs';
import { fetchSource } from '../../../scripts/windows/sources.mjs';
import { temporaryFolder } from './temporary-folder.mjs';

const mirror = 'http://mirror.test';

/**
 * Puts an apt-get in front of the real one: it takes files from a folder per version, as a mirror
 * would, and writes down how it was called.
 *
 * @param {import('vitest').TestContext['onTestFinished']} onTestFinished
 */
async function fakeMirror(onTestFinished) {
  const root = await temporaryFolder(onTestFinished);
  const pool = path.join(root, 'pool');
  const bin = path.join(root, 'bin');
  const calls = path.join(root, 'calls');
  await mkdir(bin);
  await mkdir(pool);
  await writeFile(calls, '');
  const script = [
    '#!/bin/sh',
    'for last; do :; done',
    `echo "$last" >> ${calls}`,
    'if [ "$last" = update ]; then',
    `  if [ -e ${root}/offline ]; then echo "E: Could not resolve mirror.test"; exit 100; fi`,
    '  exit 0',
    'fi',
    'version=${last#*=}',
    `if cp ${pool}/"$version"/* . 2>/dev/null; then exit 0; fi`,
    'echo "E: Failed to fetch $version  404  Not Found"; exit 100',
  ];
  await writeFile(path.join(bin, 'apt-get'), script.join('\n'));
  await chmod(path.join(bin, 'apt-get'), 0o755);
  vi.stubEnv('PATH', `${bin}:${process.env['PATH']}`);
  onTestFinished(() => void vi.unstubAllEnvs());

  return {
    layout: engineLayout(path.join(root, 'cache'), 'linux-x64'),
    log: path.join(root, 'step.log'),
    goOffline: () => writeFile(path.join(root, 'offline'), ''),
    calls: async () => (await readFile(calls, 'utf8')).trim().split('\n'),
    /**
     * @param {string} version
     * @param {{ tarball?: string }} [damage] What the mirror serves instead of the true content.
     */
    async offer(version, damage = {}) {
      const tarball = `content of ${version}`;
      const dsc = `Format: 3.0\nChecksums-Sha256:\n ${sha256(tarball)} 9 x_${version}.tar.xz\nFiles:\n`;
      await mkdir(path.join(pool, version));
      await writeFile(path.join(pool, version, `x_${version}.dsc`), dsc);
      await writeFile(path.join(pool, version, `x_${version}.tar.xz`), damage.tarball ?? tarball);
      return { version, dsc: sha256(dsc) };
    },
  };
}

/** @param {string} text */
function sha256(text) {
  return createHash('sha256').update(text).digest('hex');
}

test('takes the best version and does not ask the network again', async ({ onTestFinished }) => {
  const { layout, log, offer, calls } = await fakeMirror(onTestFinished);
  const pins = [await offer('2'), await offer('1')];
  const first = await fetchSource('x', pins, layout, { mirror, log });
  expect(first.pin).toBe(pins[0]);
  expect(await calls()).toEqual(['update', 'x=2']);
  expect(await fetchSource('x', pins, layout, { mirror, log })).toEqual(first);
  expect(await calls()).toHaveLength(2);
});

test('takes the next older version when the mirror does not have the best', async ({
  onTestFinished,
}) => {
  const { layout, log, offer } = await fakeMirror(onTestFinished);
  const announced = { version: '2', dsc: sha256('announced, not there yet') };
  const older = await offer('1');
  const { pin } = await fetchSource('x', [announced, older], layout, { mirror, log });
  expect(pin).toBe(older);
});

test('a wrong hash stops the build and leaves nothing in the cache', async ({ onTestFinished }) => {
  const { layout, log, offer } = await fakeMirror(onTestFinished);
  const pins = [await offer('2', { tarball: 'something else' }), await offer('1')];
  await expect(fetchSource('x', pins, layout, { mirror, log })).rejects.toMatchObject({
    step: 'x: download',
    message: `x_2.tar.xz has SHA-256 ${sha256('something else')}, expected ${sha256('content of 2')}`,
    remedy: expect.stringContaining('--mirror'),
    log,
  });
  expect(await readdir(layout.downloads)).toEqual(['x_2.partial']);
});

test('a replaced .dsc is a wrong hash too', async ({ onTestFinished }) => {
  const { layout, log, offer } = await fakeMirror(onTestFinished);
  const { version } = await offer('2');
  const pins = [{ version, dsc: sha256('as it was reviewed') }];
  await expect(fetchSource('x', pins, layout, { mirror, log })).rejects.toThrow(
    /^x_2\.dsc has SHA-256 .*, expected /,
  );
});

test('no network: says what cannot be read and what to do', async ({ onTestFinished }) => {
  const { layout, log, offer, goOffline } = await fakeMirror(onTestFinished);
  await goOffline();
  await expect(fetchSource('x', [await offer('1')], layout, { mirror, log })).rejects.toMatchObject(
    {
      step: 'x: download',
      message: `the package index of ${mirror} cannot be read`,
      remedy: 'check the network, or name another Debian mirror with --mirror',
      log,
    },
  );
});

test('no version to be had: says why for each', async ({ onTestFinished }) => {
  const { layout, log } = await fakeMirror(onTestFinished);
  const pins = ['2', '1'].map((version) => ({ version, dsc: sha256(version) }));
  await expect(fetchSource('x', pins, layout, { mirror, log })).rejects.toThrow(
    /^no pinned version can be downloaded \(2: .*404 {2}Not Found; 1: .*404 {2}Not Found\)$/,
  );
});
