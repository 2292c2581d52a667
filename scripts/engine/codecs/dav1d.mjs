import { codecFlags, toolNames } from './flags.mjs';

/**
 * Decodes AV1, of which libwebrtc takes pictures of 8 bits only.
 *
 * @type {typeof import('./index.mjs').codecs[number]}
 */
export const dav1d = (platform) => {
  const tools = toolNames(platform);
  const list = (/** @type {string} */ words) => `[${words.split(' ').map((word) => `'${word}'`)}]`;
  return {
    name: 'dav1d',
    writes: {
      'cross.ini': `[binaries]
c = ${list(tools.CC)}
ar = '${tools.AR}'
nasm = 'nasm'
[built-in options]
c_args = ${list(codecFlags(platform))}
[host_machine]
system = '${platform.system}'
cpu_family = 'x86_64'
cpu = 'x86_64'
endian = 'little'
`,
    },
    commands: [
      [
        ...['meson', 'setup', '@build@/meson', '@source@', '--cross-file', '@build@/cross.ini'],
        ...['--prefix=@stage@', '--libdir=lib', '--default-library=static', '--buildtype=plain'],
        ...[
          '-Db_staticpic=true',
          '-Denable_tools=false',
          '-Denable_tests=false',
          '-Dlogging=false',
          '-Dbitdepths=8',
        ],
      ],
      ['ninja', '-C', '@build@/meson', '-j@jobs@', 'install'],
    ],
    headers: { dav1d: 'third_party/dav1d/libdav1d/include/dav1d' },
    licences: ['COPYING'],
  };
};
