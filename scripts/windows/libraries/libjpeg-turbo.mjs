import { cmake, defaults } from './common.mjs';

/**
 * Many webcams give HD only as MJPEG, which libyuv decodes with this.
 *
 * @type {import('../library.mjs').Library}
 */
export const libjpegTurbo = {
  ...defaults,
  name: 'libjpeg-turbo',
  commands: cmake([
    'ENABLE_SHARED=OFF',
    'WITH_TURBOJPEG=OFF',
    'WITH_JAVA=OFF',
    'CMAKE_ASM_NASM_COMPILER=nasm',
  ]),
  licences: ['LICENSE.md', 'README.ijg'],
};
