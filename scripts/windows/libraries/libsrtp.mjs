import { cmake, defaults } from './common.mjs';
import { openssl } from './openssl.mjs';

/** @type {import('../library.mjs').Library} */
export const libsrtp = {
  ...defaults,
  name: 'libsrtp2',
  needs: [openssl],
  commands: cmake([
    'ENABLE_OPENSSL=ON',
    'OPENSSL_USE_STATIC_LIBS=ON',
    'LIBSRTP_TEST_APPS=OFF',
    // Its warnings are errors, and a cross compiler has others than its authors'.
    'BUILD_WITH_WARNINGS=OFF',
  ]),
  // Its CMake build installs none.
  writes: {
    'lib/pkgconfig/libsrtp2.pc': [
      'prefix=@prefix@',
      'Name: libsrtp2',
      'Description: Secure RTP',
      'Version: 2.5.0',
      'Libs: -L${prefix}/lib -lsrtp2',
      'Cflags: -I${prefix}/include',
      '',
    ].join('\n'),
  },
  licences: ['LICENSE'],
};
