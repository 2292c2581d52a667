/**
 * Debian 12's packages with the shared libraries that the Linux binary needs, by the name of the library. Windows needs
 * nothing but itself.
 */
export const runtimePackages: Readonly<Record<string, string>> = {
  'libabsl_bad_optional_access.so.20220623': 'libabsl20220623',
  'libabsl_bad_variant_access.so.20220623': 'libabsl20220623',
  'libabsl_throw_delegate.so.20220623': 'libabsl20220623',
  'libavcodec.so.59': 'libavcodec59',
  'libavutil.so.57': 'libavutil57',
  'libjpeg.so.62': 'libjpeg62-turbo',
  'libopus.so.0': 'libopus0',
  'libsrtp2.so.1': 'libsrtp2-1',
  'libvpx.so.7': 'libvpx7',
};

/** The command that installs them all. */
export const installCommand = `apt-get install ${[...new Set(Object.values(runtimePackages))].sort().join(' ')}`;
