import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../setup/inputs.mjs';
import { SIZE_LIMIT, prebuildsFolder } from './layout.mjs';
import { formatNotices } from './notices.mjs';
import { readRecord } from './record.mjs';

/** What goes in besides the prebuilds; npm takes of it what `files` in package.json names. */
const PARTS = ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'binding.d.ts', 'dist'];

export const noticesName = 'THIRD_PARTY_NOTICES';

/**
 * @typedef {object} Tarball
 * @property {string} file
 * @property {string} version
 * @property {number} bytes
 * @property {string[]} files Their paths in the package.
 */

const execute = promisify(execFile);

/**
 * Reads what is in a tarball from the tarball itself.
 *
 * @param {string} file
 * @returns {Promise<Tarball>}
 */
export async function readTarball(file) {
  const { stdout: list } = await execute('tar', ['-tzf', file]);
  const { stdout: manifest } = await execute('tar', ['-xzOf', file, 'package/package.json']);
  const files = list
    .trim()
    .split('\n')
    .map((name) => name.replace(/^package\//, ''));
  return { file, version: JSON.parse(manifest).version, bytes: statSync(file).size, files };
}

/**
 * Lays out the package in a folder of its own and packs that: the tarball has what was checked, whatever else lies in the
 * checkout.
 *
 * @param {readonly import('./layout.mjs').Prebuild[]} prebuilds
 * @param {string} out Gets the tarball and the staged package.
 * @returns {Promise<Tarball>}
 */
export async function makeTarball(prebuilds, out) {
  const stage = join(out, 'stage');
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  for (const part of PARTS) cpSync(join(root, part), join(stage, part), { recursive: true });
  for (const { platform, file } of prebuilds) {
    const name = join(platform, file);
    cpSync(join(prebuildsFolder, name), join(stage, 'prebuilds', name));
  }
  const binaries = prebuilds.flatMap((prebuild) => {
    const record = readRecord(prebuild);
    return record ? [{ platform: prebuild.platform, record }] : [];
  });
  writeFileSync(join(stage, noticesName), formatNotices(binaries));

  const options = ['--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', out];
  const { stdout } = await execute('npm', ['pack', ...options], {
    cwd: stage,
    maxBuffer: 64 * 1024 * 1024,
  });
  const [{ filename }] = JSON.parse(stdout);
  return readTarball(join(out, filename));
}

/**
 * What a tarball must have and must not have.
 *
 * @param {Pick<Tarball, 'bytes' | 'files'>} tarball
 * @param {readonly import('./layout.mjs').Prebuild[]} prebuilds
 * @returns {string[]} Empty when all is well.
 */
export function tarballProblems({ bytes, files }, prebuilds) {
  const binaries = prebuilds.map(({ platform, file }) => `prebuilds/${platform}/${file}`);
  const needed = [
    ...PARTS.filter((part) => part !== 'dist'),
    noticesName,
    'dist/index.js',
    'dist/index.cjs',
    ...binaries,
  ];
  return [
    ...needed.filter((name) => !files.includes(name)).map((name) => `the tarball lacks ${name}`),
    ...files
      .filter((name) => name.startsWith('prebuilds/') && !binaries.includes(name))
      .map((name) => `the tarball has ${name}, which is not to be shipped`),
    ...(bytes > SIZE_LIMIT ? [`the tarball has ${bytes} bytes, allowed are ${SIZE_LIMIT}`] : []),
  ];
}

/**
 * Why a tarball must not be published.
 *
 * @param {Pick<Tarball, 'bytes' | 'files' | 'version'>} tarball
 * @param {readonly import('./layout.mjs').Prebuild[]} prebuilds All that the package ships.
 * @param {string} tag
 * @returns {string[]} Empty when all is well.
 */
export function publishProblems(tarball, prebuilds, tag) {
  const { version } = tarball;
  return [
    ...tarballProblems(tarball, prebuilds),
    ...(tag === `v${version}` ? [] : [`the tag is ${tag}, the version in the tarball ${version}`]),
  ];
}
