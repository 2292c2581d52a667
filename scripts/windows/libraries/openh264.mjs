import { defaults, releaseFlags, toolNames } from './common.mjs';

// Its makefile works in the source folder only.
const make = [
  'make',
  '-C',
  '@source@',
  'OS=mingw_nt',
  'ARCH=x86_64',
  'HAVE_GTEST=No',
  // Off, as in the other libraries.
  'USE_STACK_PROTECTOR=No',
  `CC=${toolNames.CC}`,
  `CXX=${toolNames.CXX}`,
  `AR=${toolNames.AR}`,
  `CFLAGS_OPT=${releaseFlags}`,
  'PREFIX=@prefix@',
];

/**
 * H.264 encoder.
 *
 * @type {import('../library.mjs').Library}
 */
export const openh264 = {
  ...defaults,
  name: 'openh264',
  commands: [
    { name: 'compile', command: [...make, '-j@jobs@', 'libopenh264.a'] },
    { name: 'install', command: [...make, 'install-static', 'DESTDIR=@stage@'] },
  ],
  licences: ['LICENSE'],
};
