import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** DLLs that are part of every Windows 10 and Windows Server since 2016. */
const SYSTEM_DLLS = new Set([
  'advapi32.dll',
  'avrt.dll',
  'bcrypt.dll',
  'crypt32.dll',
  'd3d11.dll',
  'dwmapi.dll',
  'dxgi.dll',
  'gdi32.dll',
  'iphlpapi.dll',
  'kernel32.dll',
  'msdmo.dll',
  'msvcrt.dll',
  'ole32.dll',
  'oleaut32.dll',
  'secur32.dll',
  'shcore.dll',
  'user32.dll',
  'winmm.dll',
  'ws2_32.dll',
]);

const EXPORTS = ['napi_register_module_v1', 'node_api_module_get_api_version_v1'];

const SECURITY_FLAGS = ['HIGH_ENTROPY_VA', 'DYNAMIC_BASE', 'NX_COMPAT'];

/**
 * @typedef {object} BinaryInfo
 * @property {string[]} imports DLLs loaded with the binary, lower case, sorted.
 * @property {string[]} exports Names of exported functions, sorted.
 * @property {string[]} flags Of the optional header, such as `NX_COMPAT`.
 * @property {number} timestamp Of the file header, seconds since 1970; 0 in a build that can be repeated.
 */

/**
 * Reads the tables of a Windows binary.
 *
 * @param {string} file
 * @returns {BinaryInfo}
 */
export function inspectBinary(file) {
  const text = execFileSync('objdump', ['-p', file], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const names = /\[Ordinal\/Name Pointer\] Table.*\n((?:\s+\[.*\n)*)/.exec(text)?.[1] ?? '';
  const flags = /^DllCharacteristics.*\n((?:\s+[A-Z_ ]+\n)*)/m.exec(text)?.[1] ?? '';
  return {
    imports: [...text.matchAll(/DLL Name: (\S+)/g)].map(([, dll = '']) => dll.toLowerCase()).sort(),
    exports: [...names.matchAll(/(\w+)\s*$/gm)].map(([, name = '']) => name).sort(),
    flags: flags.trim().split(/\s+/),
    timestamp: timestampOf(readFileSync(file)),
  };
}

/**
 * The time of linking, behind the signature whose place the DOS header tells.
 *
 * @param {Buffer} content
 */
function timestampOf(content) {
  return content.readUInt32LE(content.readUInt32LE(0x3c) + 8);
}

/**
 * What is wrong with an addon: it may depend on nothing that a Windows lacks, export nothing but
 * its entry points, and has to carry the loader's security flags.
 *
 * @param {BinaryInfo} info
 * @returns {string[]} Empty when all is well.
 */
export function binaryProblems(info) {
  return [
    ...info.imports.filter((dll) => !SYSTEM_DLLS.has(dll)).map((dll) => `imports ${dll}`),
    ...info.exports.filter((name) => !EXPORTS.includes(name)).map((name) => `exports ${name}`),
    ...EXPORTS.filter((name) => !info.exports.includes(name)).map((name) => `lacks ${name}`),
    ...SECURITY_FLAGS.filter((flag) => !info.flags.includes(flag)).map((flag) => `lacks ${flag}`),
    ...(info.timestamp === 0 ? [] : [`tells when it was built (${info.timestamp})`]),
  ];
}
