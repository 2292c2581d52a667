import { join } from 'node:path';
import { root } from '../setup/inputs.mjs';

/**
 * @typedef {object} Prebuild
 * @property {string} platform Its folder in `prebuilds/`, `<process.platform>-<process.arch>`.
 * @property {string} file Its name there. node-gyp-build rejects a file tagged `glibc` on a musl system.
 * @property {string} command What makes it.
 * @property {string[]} inputs What decides how it comes out, besides the sources of the addon.
 */

/** What the package ships. @type {readonly Prebuild[]} */
export const prebuilds = [
  {
    platform: 'linux-x64',
    file: 'webrtc-session.glibc.node',
    command: 'npm run build:linux',
    inputs: [],
  },
  {
    platform: 'win32-x64',
    file: 'webrtc-session.node',
    command: 'npm run build:windows',
    inputs: ['pins.json', 'tg-owt.cmake', 'compat', 'libraries', 'patches'].map(
      (name) => `scripts/windows/${name}`,
    ),
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
export const SIZE_LIMIT = 20_000_000;
