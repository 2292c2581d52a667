import { codecFlags, toolNames } from './flags.mjs';

/**
 * Encodes H.264. Its makefile works in the source folder only.
 *
 * @type {typeof import('./index.mjs').codecs[number]}
 */
export const openh264 = (platform) => {
  const tools = toolNames(platform);
  const make = [
    ...['make', '-C', '@source@', `OS=${platform.openh264Os}`, 'ARCH=x86_64'],
    ...['HAVE_GTEST=No', 'USE_STACK_PROTECTOR=No', 'PREFIX=@stage@'],
    ...[`CC=${tools.CC}`, `CXX=${tools.CXX}`, `AR=${tools.AR}`],
    `CFLAGS_OPT=${codecFlags(platform)}`,
  ];
  return {
    name: 'openh264',
    writes: {},
    commands: [
      [...make, '-j@jobs@', 'libopenh264.a'],
      [...make, 'install-static'],
    ],
    headers: { wels: 'third_party/openh264/src/codec/api/wels' },
    licences: ['LICENSE'],
  };
};
