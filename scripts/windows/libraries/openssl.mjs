import { defaults, pathlessReleaseFlags, toolNames } from './common.mjs';

/** Where only an administrator can put files, should OpenSSL ever look for one. */
const noFolder = 'C:/Windows/System32/no-openssl';

/** @type {import('../library.mjs').Library} */
export const openssl = {
  ...defaults,
  name: 'openssl',
  env: { ...toolNames, CFLAGS: pathlessReleaseFlags },
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
        'no-autoload-config',
        '--prefix=@prefix@',
        '--libdir=lib',
      ],
    },
    {
      name: 'compile',
      command: [
        'make',
        '-j@jobs@',
        'build_libs',
        // Not by --openssldir: where this builds, a Windows path is not an absolute one, and Configure puts the prefix in
        // front of it.
        ...['OPENSSLDIR', 'ENGINESDIR', 'MODULESDIR'].map((name) => `${name}=${noFolder}`),
      ],
    },
    { name: 'install', command: ['make', 'install_dev', 'DESTDIR=@stage@'] },
  ],
  licences: ['LICENSE.txt'],
};
