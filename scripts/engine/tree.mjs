import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../windows/process.mjs';
import { debianPatches } from './debian-patches.mjs';

const here = import.meta.dirname;

/**
 * Our patches for a platform, in order: one file per reason, which its name tells.
 *
 * @param {string} platform
 * @returns {Promise<string[]>} Paths.
 */
export async function patchesFor(platform) {
  const folders = [path.join(here, 'patches'), path.join(here, 'patches', platform)];
  const found = folders.filter(existsSync).map(async (folder) => {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.patch')).sort();
    return names.map((name) => path.join(folder, name));
  });
  return (await Promise.all(found)).flat();
}

/**
 * Unpacks the source and gives it the layout of a checkout of WebRTC alone: its folders at the root, Chromium's beside
 * them. The target appears only when all is done.
 *
 * @param {string} archive
 * @param {string} target
 * @param {{ platform: string, log: string }} options
 */
export async function unpackTree(archive, target, { platform, log }) {
  const tree = `${target}.partial`;
  const shared = { log, step: 'libwebrtc: unpack' };
  await rm(tree, { recursive: true, force: true });
  await mkdir(tree, { recursive: true });
  await run(['tar', '-x', '-C', tree, '-I', 'zstd', '-f', archive], shared);

  const debian = path.join(tree, 'debian');
  const changes = path.join(debian, 'applied.patch');
  await writeFile(changes, await debianPatches(debian, tree), 'latin1');
  await applyPatch(tree, changes, log);
  const webrtc = path.join(tree, 'third_party', 'webrtc');
  for (const name of await readdir(webrtc)) {
    await rename(path.join(webrtc, name), path.join(tree, name));
  }
  await rm(webrtc, { recursive: true });

  await cp(path.join(here, 'stubs'), tree, { recursive: true });
  await cp(path.join(here, 'headers'), path.join(tree, 'headers'), { recursive: true });
  for (const file of await patchesFor(platform)) await applyPatch(tree, file, log);
  await rename(tree, target);
}

/**
 * @param {string} tree
 * @param {string} file
 * @param {string} log
 */
async function applyPatch(tree, file, log) {
  await run(['patch', '-p1', '-f', '--no-backup-if-mismatch', '-i', file], {
    step: `libwebrtc: ${path.basename(file)}`,
    log,
    cwd: tree,
    remedy: 'the patch does not fit the pinned source; adapt it',
  });
}
