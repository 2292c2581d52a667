import { defaults, releaseFlags, toolNames } from './common.mjs';

/** @type {import('../library.mjs').Library} */
export const libvpx = {
  ...defaults,
  name: 'libvpx',
  env: { ...toolNames, LD: toolNames.CC, AS: 'nasm' },
  commands: [
    {
      name: 'configure',
      command: [
        '@source@/configure',
        '--target=x86_64-win64-gcc',
        '--prefix=@prefix@',
        '--as=nasm',
        '--enable-realtime-only',
        '--enable-vp9-temporal-denoising',
        '--disable-examples',
        '--disable-tools',
        '--disable-docs',
        '--disable-unit-tests',
        '--disable-webm-io',
        `--extra-cflags=${releaseFlags}`,
        `--extra-cxxflags=${releaseFlags}`,
      ],
    },
    { name: 'compile', command: ['make', '-j@jobs@'] },
    { name: 'install', command: ['make', 'install', 'DIST_DIR=@stage@@prefix@'] },
  ],
  licences: ['LICENSE', 'PATENTS'],
};
