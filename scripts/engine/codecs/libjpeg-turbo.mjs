import { cmake } from './flags.mjs';

/**
 * Many webcams give HD only as MJPEG, which libyuv decodes with this.
 *
 * @type {typeof import('./index.mjs').codecs[number]}
 */
export const libjpegTurbo = (platform) => ({
  name: 'libjpeg-turbo',
  writes: {},
  commands: cmake(platform, [
    ...['ENABLE_SHARED=OFF', 'WITH_TURBOJPEG=OFF', 'WITH_TOOLS=OFF', 'WITH_TESTS=OFF'],
    'CMAKE_ASM_NASM_COMPILER=nasm',
  ]),
  headers: { '.': 'third_party/libjpeg_turbo' },
  licences: ['LICENSE.md', 'README.ijg'],
});
