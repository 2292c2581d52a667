import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/inputs.mjs';

/**
 * @typedef {object} Component Something of others that is inside a binary.
 * @property {string} name As Debian or npm calls its source.
 * @property {string} version With the revision of the distributor: it tells which fixes are in.
 * @property {string} origin Where this very source is to be had.
 * @property {string[]} licences Files with its licence and copyright notices.
 * @property {boolean} [headersOnly] Compiled in through its headers; there is no archive of it.
 */

/** npm packages whose headers are compiled in. */
const HEADERS = ['node-addon-api', 'node-api-headers'];

/** @returns {Component[]} */
export function headerComponents() {
  return HEADERS.map((name) => {
    const folder = join(root, 'node_modules', name);
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const licence = name === 'node-addon-api' ? 'LICENSE.md' : 'LICENSE';
    return {
      name,
      version,
      origin: `npm package ${name}@${version}`,
      licences: [join(folder, licence)],
      headersOnly: true,
    };
  });
}
