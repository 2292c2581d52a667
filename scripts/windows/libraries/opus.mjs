import { defaults, releaseFlags, toolNames } from './common.mjs';

/** @type {import('../library.mjs').Library} */
export const opus = {
  ...defaults,
  name: 'opus',
  env: { ...toolNames, CFLAGS: releaseFlags },
  commands: [
    {
      name: 'configure',
      command: [
        '@source@/configure',
        '--host=x86_64-w64-mingw32',
        '--prefix=@prefix@',
        '--disable-shared',
        '--disable-doc',
        '--disable-extra-programs',
        // Off, as in the other libraries.
        '--disable-stack-protector',
      ],
    },
    { name: 'compile', command: ['make', '-j@jobs@'] },
    { name: 'install', command: ['make', 'install', 'DESTDIR=@stage@'] },
  ],
  licences: ['COPYING'],
};
