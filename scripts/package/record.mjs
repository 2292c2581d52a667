import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { hashOf, nativeHeaders, nativeSources } from '../setup/inputs.mjs';
import { prebuildsFolder, recordName } from './layout.mjs';

/**
 * @typedef {object} Notice A component as the package tells of it.
 * @property {string} name
 * @property {string} version
 * @property {string} origin
 * @property {{ title: string, text: string }[]} licences
 *
 * @typedef {object} Record What a binary was made of.
 * @property {string} inputs Hash of sources, build files and pins, see {@link inputsOf}.
 * @property {string} sha256 Of the binary.
 * @property {Notice[]} components What is inside.
 * @property {{ [name: string]: string }} commonLicences Texts that Debian's notices refer to.
 */

/**
 * One hash over everything in the repository that decides how a binary comes out. The versions of a machine's own
 * packages are not in it, so that a binary can be checked on another machine than the one that built it.
 *
 * @param {import('./layout.mjs').Prebuild} prebuild
 */
export function inputsOf({ inputs }) {
  return hashOf([...nativeSources, ...inputs], nativeHeaders());
}

/** @param {string} file */
export function sha256Of(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/**
 * Puts a finished binary into its place together with its record, so that nobody ever sees half a file or the record of
 * another binary: without its record a binary counts as absent.
 *
 * @param {import('./layout.mjs').Prebuild} prebuild
 * @param {object} result
 * @param {string} result.file The binary.
 * @param {string} result.inputs What {@link inputsOf} said before the build read its first source.
 * @param {readonly import('../third-party/component.mjs').Component[]} result.components
 * @returns {string} Its path.
 */
export function installPrebuild({ platform, file: name }, { file, inputs, components }) {
  const folder = join(prebuildsFolder, platform);
  const target = join(folder, name);
  const record = join(folder, recordName);
  mkdirSync(folder, { recursive: true });
  rmSync(record, { force: true });
  replace(target, (partial) => {
    copyFileSync(file, partial);
  });
  /** @type {Record} */
  const content = { inputs, sha256: sha256Of(target), ...noticesOf(components) };
  replace(record, (partial) => {
    writeFileSync(partial, `${JSON.stringify(content, null, 1)}\n`);
  });
  return target;
}

/**
 * @param {import('./layout.mjs').Prebuild} prebuild
 * @param {string} [folder] That of all prebuilds.
 * @returns {Record | undefined} Undefined when it is missing or cannot be read.
 */
export function readRecord({ platform }, folder = prebuildsFolder) {
  try {
    return JSON.parse(readFileSync(join(folder, platform, recordName), 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * @param {string} target
 * @param {(partial: string) => void} write
 */
function replace(target, write) {
  const partial = `${target}.partial`;
  rmSync(partial, { force: true });
  write(partial);
  renameSync(partial, target);
}

/** @param {readonly import('../third-party/component.mjs').Component[]} components */
function noticesOf(components) {
  const notices = components.map(({ name, version, origin, licences }) => ({
    name,
    version,
    origin,
    licences: licences.map((file) => ({
      title: basename(file),
      text: readFileSync(file, 'utf8').trimEnd(),
    })),
  }));
  const texts = notices.flatMap(({ licences }) => licences.map(({ text }) => text));
  return { components: notices, commonLicences: commonLicences(texts.join('\n')) };
}

/** @param {string} text */
function commonLicences(text) {
  const folder = '/usr/share/common-licenses';
  const names = [...text.matchAll(new RegExp(`${folder}/([A-Za-z]+(?:-[0-9.]*[0-9])?)`, 'g'))]
    .map(([, name = '']) => name)
    .filter((name) => existsSync(join(folder, name)));
  return Object.fromEntries(
    [...new Set(names)].sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}
