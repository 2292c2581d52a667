import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** DLLs that are part of every Windows 10 and Windows Server since 2016. */
const SYSTEM_DLLS = new Set([
  'advapi32.dll',
  'avrt.dll',
  'bcrypt.dll',
  'crypt32.dll',
  'd3d11.dll',
  'dbghelp.dll',
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

const IMAGE_SCN_MEM_EXECUTE = 0x20000000;

const SECURITY_FLAGS = ['HIGH_ENTROPY_VA', 'DYNAMIC_BASE', 'NX_COMPAT'];

/**
 * @typedef {object} BinaryInfo
 * @property {string[]} imports DLLs loaded with the binary, lower case, sorted.
 * @property {string[]} exports Names of exported functions, sorted.
 * @property {string[]} flags Of the optional header, such as `NX_COMPAT`.
 * @property {string[]} executable Names of the sections that the processor may execute.
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
  const content = readFileSync(file);
  const names = /\[Ordinal\/Name Pointer\] Table.*\n((?:\s+\[.*\n)*)/.exec(text)?.[1] ?? '';
  const flags = /^DllCharacteristics.*\n((?:\s+[A-Z_ ]+\n)*)/m.exec(text)?.[1] ?? '';
  return {
    imports: [...text.matchAll(/DLL Name: (\S+)/g)].map(([, dll = '']) => dll.toLowerCase()).sort(),
    exports: [...names.matchAll(/(\w+)\s*$/gm)].map(([, name = '']) => name).sort(),
    flags: flags.trim().split(/\s+/),
    executable: executableSections(content),
    timestamp: content.readUInt32LE(headerOf(content) + 8),
  };
}

/**
 * Where the header of the file starts, with its signature: the DOS header tells.
 *
 * @param {Buffer} content
 */
function headerOf(content) {
  return content.readUInt32LE(0x3c);
}

/**
 * From the table of sections, which follows the optional header
 * (https://learn.microsoft.com/windows/win32/debug/pe-format).
 *
 * @param {Buffer} content
 */
function executableSections(content) {
  const header = headerOf(content);
  const count = content.readUInt16LE(header + 6);
  const table = header + 24 + content.readUInt16LE(header + 20);
  return Array.from({ length: count }, (_, index) => table + 40 * index)
    .filter((entry) => (content.readUInt32LE(entry + 36) & IMAGE_SCN_MEM_EXECUTE) !== 0)
    .map((entry) => content.toString('latin1', entry, entry + 8).replace(/\0+$/, ''));
}

/**
 * What is wrong with an addon: it may depend on nothing that a Windows lacks, export nothing but
 * its entry points, has to carry the loader's security flags, and executes nothing but its code.
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
    ...info.executable.filter((name) => name !== '.text').map((name) => `may execute ${name}`),
    ...(info.timestamp === 0 ? [] : [`tells when it was built (${info.timestamp})`]),
  ];
}
