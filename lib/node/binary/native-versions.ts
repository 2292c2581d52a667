import { loadBinding } from './load-binding.js';

/**
 * What is linked into the native binary, by name: `libwebrtc` is the WebRTC release, the others are Debian's source packages
 * and npm packages with their versions, such as `openssl: '3.0.19-1~deb12u2'`. Loads the binary.
 *
 * @throws NativeLoadError, which names the remedy.
 */
export function nativeVersions(): Readonly<Record<string, string>> {
  return loadBinding().versions;
}
