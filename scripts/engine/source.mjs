import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { cacheKey } from '../windows/cache.mjs';
import { run } from '../windows/process.mjs';
import { fetchSource } from './sources.mjs';
import { extracted, isPart } from './subset.mjs';

/**
 * @typedef {import('./sources.mjs').Pin} Pin
 * @typedef {import('./library.mjs').Context} Context
 */

/**
 * Provides the part of Chromium's source that libwebrtc needs, with Debian's patches in `debian/patches`, as one archive.
 * It is kept, so that the source, forty times its size, is read once.
 *
 * @param {Pin[]} candidates Acceptable versions, best first.
 * @param {Context} context
 * @returns {Promise<{ pin: Pin, archive: string }>}
 */
export async function provideArchive(candidates, context) {
  const { layout, options } = context;
  const rules = await readFile(new URL('subset.mjs', import.meta.url), 'utf8');
  /** @param {Pin} pin */
  const archiveOf = (pin) =>
    path.join(layout.sources, `chromium-${pin.version}-${cacheKey([pin, rules])}.tar.zst`);
  for (const pin of candidates) {
    const archive = archiveOf(pin);
    if (existsSync(archive)) return { pin, archive };
  }
  const log = path.join(layout.logs, 'chromium.log');
  const { pin, dsc } = await fetchSource('chromium', candidates, layout, {
    mirror: options.mirror,
    log,
  });
  await prune(dsc, archiveOf(pin), { ...context, log });
  return { pin, archive: archiveOf(pin) };
}

/**
 * @param {string} dsc
 * @param {string} archive
 * @param {Context & { log: string }} context
 */
async function prune(dsc, archive, { layout, log }) {
  const work = path.join(layout.work, 'chromium');
  const shared = { log, step: 'chromium: prune' };
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  const [, upstream = ''] = /^(.*)-[^-]*$/.exec(path.basename(dsc, '.dsc')) ?? [];
  const from = path.dirname(dsc);
  const files = await readdir(from);
  /** @param {RegExp} kind */
  const tarball = (kind) => path.join(from, files.find((name) => kind.test(name)) ?? `no ${kind}`);
  const root = upstream.replace('_', '-');
  const read = ['tar', '-x', '-C', work, '-I', 'xz -T0'];
  await run(
    [
      ...[...read, '-f', tarball(/\.orig\.tar\.xz$/), '--strip-components=1', '--wildcards'],
      ...extracted.map((name) => `${root}/${name}`),
    ],
    shared,
  );
  const debian = ['patches', 'copyright', 'changelog'].map((name) => `debian/${name}`);
  await run([...read, '-f', tarball(/\.debian\.tar\.xz$/), ...debian], shared);
  for (const entry of await readdir(work, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(work, file);
    if (!name.startsWith('debian/') && !isPart(name)) await rm(file);
  }
  await mkdir(path.dirname(archive), { recursive: true });
  const equal = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
  const write = ['tar', '-c', ...equal, '-C', work, '-I', 'zstd -9 -T0', '-f'];
  await run([...write, `${archive}.partial`, '.'], shared);
  await rename(`${archive}.partial`, archive);
  await rm(work, { recursive: true, force: true });
}
