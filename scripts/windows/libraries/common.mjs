const optimised = [
  '-O2',
  // Names and lines for crash reports; they stay out of the shipped binary.
  '-g1',
  '-DNDEBUG',
  // One section per function and object, for --gc-sections at the final link.
  '-ffunction-sections',
  '-fdata-sections',
];

/** Flags for everything that goes into the addon. */
export const releaseFlags = [
  ...optimised,
  // No path of the building machine in the result.
  '-ffile-prefix-map=@source@=.',
  '-ffile-prefix-map=@build@=build',
].join(' ');

/** For a library that compiles by relative paths, and keeps its flags as a text in the result. */
export const pathlessReleaseFlags = optimised.join(' ');

const host = 'x86_64-w64-mingw32';

/** The cross tools by the names that configure scripts and makefiles know. */
export const toolNames = {
  CC: `${host}-gcc-posix`,
  CXX: `${host}-g++-posix`,
  AR: `${host}-ar`,
  RANLIB: `${host}-ranlib`,
  NM: `${host}-nm`,
  STRIP: `${host}-strip`,
  WINDRES: `${host}-windres`,
};

/** @type {Pick<import('../library.mjs').Library, 'needs' | 'patches' | 'inputs' | 'env' | 'writes' | 'licences'>} */
export const defaults = {
  needs: [],
  patches: [],
  inputs: [],
  env: {},
  writes: {},
  licences: [],
};

/**
 * Commands for a library that builds with CMake.
 *
 * @param {string[]} settings `NAME=value`
 * @returns {import('../library.mjs').Library['commands']}
 */
export function cmake(settings) {
  const common = [
    'CMAKE_TOOLCHAIN_FILE=@toolchain@',
    'CMAKE_BUILD_TYPE=Release',
    `CMAKE_C_FLAGS_RELEASE=${releaseFlags}`,
    `CMAKE_CXX_FLAGS_RELEASE=${releaseFlags}`,
    'CMAKE_INSTALL_PREFIX=@prefix@',
    'CMAKE_FIND_ROOT_PATH=@needs@',
    'BUILD_SHARED_LIBS=OFF',
  ];
  const definitions = [...common, ...settings].map((setting) => `-D${setting}`);
  return [
    {
      name: 'configure',
      command: ['cmake', '-S', '@source@', '-B', '@build@', '-G', 'Ninja', ...definitions],
    },
    { name: 'compile', command: ['ninja', '-j@jobs@'] },
    { name: 'install', command: ['env', 'DESTDIR=@stage@', 'ninja', 'install'] },
  ];
}
