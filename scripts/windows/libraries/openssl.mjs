import { defaults, releaseFlags, toolNames } from './common.mjs';

/** @type {import('../library.mjs').Library} */
export const openssl = {
  ...defaults,
  name: 'openssl',
  env: { ...toolNames, CFLAGS: releaseFlags },
  commands: [
    {
      name: 'configure',
      command: [
        'perl',
        '@source@/Configure',
        'mingw64',
        'no-shared',
        'no-tests',
        'no-engine',
        'no-module',
        'no-legacy',
        // No configuration file is read; should one ever be, then from where only an administrator
        // can put it.
        'no-autoload-config',
        '--prefix=@prefix@',
        '--libdir=lib',
        '--openssldir=C:/Windows/System32/no-openssl',
      ],
    },
    { name: 'compile', command: ['make', '-j@jobs@', 'build_libs'] },
    { name: 'install', command: ['make', 'install_dev', 'DESTDIR=@stage@'] },
  ],
  licences: ['LICENSE.txt'],
};
