import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { root } from '../setup/inputs.mjs';

/**
 * @typedef {object} Prebuild
 * @property {string} platform Its folder in `prebuilds/`, `<process.platform>-<process.arch>`.
 * @property {string} file Its name there.
 * @property {string} command What makes it.
 * @property {string[]} inputs What decides how it comes out, besides the sources of the addon.
 */

/**
 * The recipe of libwebrtc without what is for another platform alone.
 *
 * @param {string} platform
 */
function engineInputs(platform) {
  const folder = join('scripts', 'engine');
  const others = /^(headers|patches|platforms)\/(linux|win32)-/;
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(join(root, folder), join(entry.parentPath, entry.name)))
    .filter((name) => !others.test(name) || name.split(sep)[1]?.startsWith(platform))
    .sort()
    .map((name) => join(folder, name));
}

/** What the package ships. @type {readonly Prebuild[]} */
export const prebuilds = [
  {
    platform: 'linux-x64',
    file: 'webrtc-session.node',
    command: 'npm run build:linux',
    inputs: engineInputs('linux-x64'),
  },
  {
    platform: 'win32-x64',
    file: 'webrtc-session.node',
    command: 'npm run build:windows',
    inputs: engineInputs('win32-x64'),
  },
];

/**
 * @param {string} platform
 * @returns {Prebuild}
 */
export function prebuildOf(platform) {
  const found = prebuilds.find((prebuild) => prebuild.platform === platform);
  if (!found) {
    const known = prebuilds.map((prebuild) => prebuild.platform).join(', ');
    throw new RangeError(`there is no prebuild for "${platform}", only for ${known}`);
  }
  return found;
}

/** Where the builds put their results, laid out as node-gyp-build looks for them. */
export const prebuildsFolder = join(root, 'prebuilds');

/** Beside each binary: what it was made of. Stays out of the package. */
export const recordName = 'prebuild.json';

/** Of a binary and of the tarball, in bytes: what a user downloads on every installation. */
export const SIZE_LIMIT = 22_000_000;
