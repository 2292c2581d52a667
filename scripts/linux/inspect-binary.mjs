import { execFileSync } from 'node:child_process';

/** glibc's own, on every system that the addon can run on. */
const SYSTEM_LIBRARIES = ['ld-linux-x86-64.so.2', 'libc.so.6', 'libm.so.6'];

/** Debian 12's is 2.36, Ubuntu 22.04's 2.35. */
export const OLDEST_GLIBC = [2, 35];

/** Where a name that is not defined comes from: Node, or a versioned library of {@link SYSTEM_LIBRARIES}. */
const IMPORTS = /^napi_|^node_api_|@(GLIBC|GCC)_|^(__cxa_finalize|__gmon_start__|_ITM_\w+)$/;

const EXPORTS = ['napi_register_module_v1', 'node_api_module_get_api_version_v1'];

/**
 * @typedef {object} BinaryInfo
 * @property {string[]} libraries Shared libraries loaded with the binary, sorted.
 * @property {string[]} exports Names of exported symbols, sorted.
 * @property {string[]} undefined Names that others have to define, with the version wanted after an `@`, sorted.
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
  const missing = read('nm', ['--dynamic', '--undefined-only', '--format=just-symbols', file]);
  const dynamic = read('readelf', ['--dynamic', '--wide', file]);
  const sections = read('readelf', ['--sections', '--wide', file]);
  return {
    libraries: [...dynamic.matchAll(/\(NEEDED\).*\[(.+)\]/g)].map(([, name = '']) => name).sort(),
    exports: symbols
      .split('\n')
      .filter(Boolean)
      .map((name) => name.replace(/@.*$/, ''))
      .sort(),
    undefined: missing.split('\n').filter(Boolean).sort(),
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
 * What is wrong with an addon: it may need nothing but glibc, and one that is not too new, export nothing but its entry
 * points, and leave no name to whoever happens to define it: one that a library lacks would show in the first call of it.
 *
 * @param {BinaryInfo} info
 * @returns {string[]} Empty when all is well.
 */
export function binaryProblems({ libraries, exports, undefined: wanted, stripped }) {
  return [
    ...libraries.filter((name) => !SYSTEM_LIBRARIES.includes(name)).map((name) => `needs ${name}`),
    ...wanted.filter((name) => !IMPORTS.test(name)).map((name) => `does not define ${name}`),
    ...wanted.filter(isTooNew).map((name) => `needs ${name}`),
    ...exports.filter((name) => !EXPORTS.includes(name)).map((name) => `exports ${name}`),
    ...EXPORTS.filter((name) => !exports.includes(name)).map((name) => `lacks ${name}`),
    ...(stripped ? [] : ['is not stripped']),
  ];
}

/** @param {string} name */
function isTooNew(name) {
  const [, major, minor] = /@GLIBC_(\d+)\.(\d+)/.exec(name) ?? [];
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_GLIBC;
  return (
    Number(major) > oldestMajor || (Number(major) === oldestMajor && Number(minor) > oldestMinor)
  );
}
