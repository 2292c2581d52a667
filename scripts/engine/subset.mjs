/**
 * The part of Chromium's source that libwebrtc is built from, on every platform: folders, and in them the files that gn or
 * a compiler may read.
 */

const thirdParty = [
  'abseil-cpp',
  'boringssl',
  'crc32c',
  'ffmpeg',
  'fft2d',
  'googletest',
  'jsoncpp',
  'libaom',
  'libdrm',
  'libsrtp',
  'libvpx',
  'libyuv',
  'nasm',
  'openh264',
  'pffft',
  'protobuf',
  'rnnoise',
  'webrtc',
];

/** Of these, only what gn reads: nothing of them is compiled. */
const described = ['compiler-rt', 'fuzztest', 'libgav1', 'perfetto', 're2', 'rust'];

/** What tar is asked for; patterns, below the folder of Chromium. */
export const extracted = [
  'build',
  'testing',
  ...thirdParty.map((name) => `third_party/${name}`),
  ...described.map((name) => `third_party/${name}/*.gn*`),
];

const sources = /\.(gni?|h|hpp|inc|inl|c|cc|cpp|S|s|asm|py|pydeps|def|json)$|\/\.gn$/;

const notices = /\/(LICENSE|PATENTS|COPYING|NOTICE|AUTHORS)[^/]*$|\/unsafe_buffers_paths\.txt$/;

const tests =
  /_(unit|fuzz)?test\.cc$|\/(testdata|test_data|fuzz|fuzzers|unit_test|unittests|go|rust|docs|bench|benchmarks|examples|pki|decrepit|csharp|objectivec|java|python|ruby|php|infra|android|ios|mac)\/.*\.(c|cc|h|py|S|s|asm|inc|json)$/;

/**
 * Whether an extracted file belongs to the pruned source.
 *
 * @param {string} file Its path in Chromium's source.
 */
export function isPart(file) {
  if (/\.gni?$/.test(file) || /^(build|testing)\/.*\.(py|txt|json|pydeps|template)$/.test(file)) {
    return true;
  }
  return notices.test(file) || (sources.test(file) && !tests.test(file));
}
