import { readFileSync } from 'node:fs';
import * as archive from '../windows/sources.mjs';

export { unpackSource } from '../windows/sources.mjs';

/**
 * @typedef {import('../windows/sources.mjs').Pin} Pin
 * @typedef {import('./library.mjs').Layout} Layout
 */

/** @type {Record<string, Pin[]>} Acceptable versions of each source package, best first. */
export const pins = JSON.parse(readFileSync(new URL('pins.json', import.meta.url), 'utf8'));

/** Archive and name of each suite of Debian with a pinned version: codecs come from newer ones too, as source alone. */
export const suites = [
  ['debian', 'bookworm'],
  ['debian', 'bookworm-updates'],
  ['debian-security', 'bookworm-security'],
  ['debian', 'trixie'],
  ['debian', 'sid'],
];

/**
 * The verified files of one source package: {@link archive.fetchSource}, from these suites.
 *
 * @param {string} name Source package.
 * @param {Pin[]} candidates Acceptable versions, best first.
 * @param {Layout} layout
 * @param {{ mirror: string, log: string }} options
 */
export function fetchSource(name, candidates, layout, options) {
  return archive.fetchSource(name, candidates, layout, { ...options, suites });
}
