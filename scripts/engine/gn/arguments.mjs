/**
 * What gn is told on every platform (https://gn.googlesource.com/gn). Only the list of sources with their definitions is
 * taken from it; the compiler and the optimisation are ours, see ninja.mjs.
 *
 * @type {Record<string, string | boolean | number>}
 */
export const commonArguments = {
  target_cpu: 'x64',
  is_debug: false,
  is_official_build: false,
  symbol_level: 0,
  treat_warnings_as_errors: false,
  // Debian's clang with GCC's libstdc++, found by name.
  is_clang: true,
  clang_use_chrome_plugins: false,
  clang_base_path: '/usr/lib/llvm-22',
  clang_version: '22',
  use_custom_libcxx: false,
  use_sysroot: false,
  custom_toolchain: '//build/toolchain/linux/unbundle:default',
  host_toolchain: '//build/toolchain/linux/unbundle:default',
  // The library alone.
  rtc_include_tests: false,
  rtc_build_examples: false,
  rtc_build_tools: false,
  rtc_enable_protobuf: false,
  // M150 has first parts in Rust, all of them optional. The paths are asked for nevertheless.
  rtc_rust: false,
  rust_sysroot_absolute: '/usr',
  rust_bindgen_root: '/usr',
  rustc_version: '1.85',
  // H.264: OpenH264 encodes, the decoder of FFmpeg in its configuration for Chrome decodes.
  rtc_use_h264: true,
  ffmpeg_branding: 'Chrome',
  proprietary_codecs: true,
  // Statistics of the encoder that need OpenH264 2.6.
  rtc_video_psnr: false,
};

/**
 * The file args.gn.
 *
 * @param {Record<string, string | boolean | number>} args
 */
export function formatArguments(args) {
  return Object.entries(args)
    .map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`)
    .join('');
}
