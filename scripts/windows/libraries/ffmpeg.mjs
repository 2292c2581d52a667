import { defaults, releaseFlags } from './common.mjs';

/**
 * H.264 decoder, and nothing else of ffmpeg. LGPL: see THIRD_PARTY_NOTICES.
 *
 * @type {import('../library.mjs').Library}
 */
export const ffmpeg = {
  ...defaults,
  name: 'ffmpeg',
  commands: [
    {
      name: 'configure',
      command: [
        '@source@/configure',
        '--prefix=@prefix@',
        '--enable-cross-compile',
        '--cross-prefix=x86_64-w64-mingw32-',
        '--cc=x86_64-w64-mingw32-gcc-posix',
        '--arch=x86_64',
        '--target-os=mingw32',
        '--disable-autodetect',
        '--disable-everything',
        '--enable-decoder=h264',
        '--disable-programs',
        '--disable-doc',
        '--disable-network',
        '--disable-avdevice',
        '--disable-avfilter',
        '--disable-debug',
        '--enable-w32threads',
        `--extra-cflags=${releaseFlags}`,
      ],
    },
    { name: 'compile', command: ['make', '-j@jobs@'] },
    { name: 'install', command: ['make', 'install', 'DESTDIR=@stage@'] },
  ],
  licences: ['LICENSE.md', 'COPYING.LGPLv2.1'],
};
