/** @typedef {import('../platforms/index.mjs').Platform} Platform */

/**
 * Options of the C compiler for what is built by a build system of its own.
 *
 * @param {Platform} platform
 */
export function codecFlags({ flags }) {
  return [
    '-O2',
    '-DNDEBUG',
    '-fvisibility=hidden',
    '-ffunction-sections',
    '-fdata-sections',
    '-ffile-prefix-map=@source@=.',
    '-ffile-prefix-map=@build@=build',
    ...flags,
  ].join(' ');
}

/**
 * The tools by the names that makefiles know.
 *
 * @param {Platform} platform
 */
export function toolNames({ compiler }) {
  return {
    CC: ['clang-22', ...compiler].join(' '),
    CXX: ['clang++-22', ...compiler].join(' '),
    AR: 'llvm-ar-22',
  };
}

/**
 * Commands for a codec that builds with CMake.
 *
 * @param {Platform} platform
 * @param {string[]} settings `NAME=value`
 */
export function cmake(platform, settings) {
  const all = [
    `CMAKE_TOOLCHAIN_FILE=@repository@/${platform.toolchain}`,
    'CMAKE_BUILD_TYPE=Release',
    'CMAKE_C_FLAGS_RELEASE=',
    `CMAKE_C_FLAGS=${codecFlags(platform)}`,
    'CMAKE_POSITION_INDEPENDENT_CODE=ON',
    'CMAKE_INSTALL_PREFIX=@stage@',
    'CMAKE_INSTALL_LIBDIR=lib',
    'BUILD_SHARED_LIBS=OFF',
    ...settings,
  ];
  const definitions = all.map((setting) => `-D${setting}`);
  return [
    ['cmake', '-S', '@source@', '-B', '@build@', '-G', 'Ninja', ...definitions],
    ['ninja', '-C', '@build@', '-j@jobs@', 'install'],
  ];
}
