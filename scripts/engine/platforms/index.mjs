import { linuxX64 } from './linux-x64.mjs';
import { win32X64 } from './win32-x64.mjs';

/**
 * What differs between the platforms. Plain data: its hash is part of the key of the built library.
 *
 * @typedef {object} Platform
 * @property {string} name `<process.platform>-<process.arch>`
 * @property {'linux' | 'windows'} system As Meson calls it.
 * @property {string} toolchain File for CMake, in the repository: the same compiler.
 * @property {string} openh264Os As the makefile of OpenH264 calls it.
 * @property {Record<string, string | boolean>} gn Arguments of gn besides the common ones.
 * @property {string[]} compiler Options that choose the target and its headers, for clang.
 * @property {string[]} flags For every unit in C and C++.
 * @property {string[]} definitions For every unit in C and C++, beyond those that gn knows.
 * @property {string[]} includes Folders of headers in the source, before those that gn knows.
 * @property {string} forced Header in `headers/` that is included first in every unit of C++.
 * @property {string} nasmFormat
 * @property {string[]} notUnified Beginnings of paths that are compiled one by one, besides those in not-unified.txt.
 * @property {string[]} leftOut Beginnings of paths that are not compiled.
 */

/** @type {Readonly<Record<string, Platform>>} */
export const platforms = { 'linux-x64': linuxX64, 'win32-x64': win32X64 };
