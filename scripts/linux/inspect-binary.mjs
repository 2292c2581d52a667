import { execFileSync } from 'node:child_process';
import { runtimePackages } from '../../dist/node/binary/runtime-packages.js';

/** glibc's own, on every system that the addon can run on. */
const SYSTEM_LIBRARIES = ['ld-linux-x86-64.so.2', 'libc.so.6', 'libm.so.6'];

const EXPORTS = ['napi_register_module_v1', 'node_api_module_get_api_version_v1'];

/**
 * @typedef {object} BinaryInfo
 * @property {string[]} libraries Shared libraries loaded with the binary, sorted.
 * @property {string[]} exports Names of exported symbols, sorted.
 * @property {boolean} stripped Whether neither debug information nor a table of local symbols is left.
 */

/**
 * Reads the tables of a Linux binary.
 *
 * @param {string} file
 * @returns {BinaryInfo}
 */
export function inspectBinary(file) {
  const symbols = read('nm', ['--dynamic', '--defined-only', '--format=just-symbols', file]);
  const dynamic = read('readelf', ['--dynamic', '--wide', file]);
  const sections = read('readelf', ['--sections', '--wide', file]);
  return {
    libraries: [...dynamic.matchAll(/\(NEEDED\).*\[(.+)\]/g)].map(([, name = '']) => name).sort(),
    exports: symbols
      .split('\n')
      .filter(Boolean)
      .map((name) => name.replace(/@.*$/, ''))
      .sort(),
    stripped: !/ \.(symtab|debug_\w+) /.test(sections),
  };
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function read(command, args) {
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  return execFileSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env,
    stdio: 'pipe',
  });
}

/**
 * What is wrong with an addon: it may need no library that lib/node/binary/runtime-packages.ts does not name, and export nothing but its entry
 * points.
 *
 * @param {BinaryInfo} info
 * @returns {string[]} Empty when all is well.
 */
export function binaryProblems({ libraries, exports, stripped }) {
  const known = [...SYSTEM_LIBRARIES, ...Object.keys(runtimePackages)];
  return [
    ...libraries.filter((name) => !known.includes(name)).map((name) => `needs ${name}`),
    ...exports.filter((name) => !EXPORTS.includes(name)).map((name) => `exports ${name}`),
    ...EXPORTS.filter((name) => !exports.includes(name)).map((name) => `lacks ${name}`),
    ...(stripped ? [] : ['is not stripped']),
  ];
}
