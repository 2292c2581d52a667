import { cmake } from './flags.mjs';

/** @type {typeof import('./index.mjs').codecs[number]} */
export const opus = (platform) => ({
  name: 'opus',
  writes: {},
  // The checks off, as in the other libraries.
  commands: cmake(platform, [
    ...['OPUS_STACK_PROTECTOR=OFF', 'OPUS_FORTIFY_SOURCE=OFF'],
    ...['OPUS_BUILD_PROGRAMS=OFF', 'OPUS_BUILD_TESTING=OFF'],
  ]),
  headers: { opus: 'third_party/opus/src/include' },
  licences: ['COPYING'],
});
