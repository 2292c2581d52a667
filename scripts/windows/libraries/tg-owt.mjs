import { abseil } from './abseil.mjs';
import { cmake, defaults } from './common.mjs';
import { ffmpeg } from './ffmpeg.mjs';
import { libjpegTurbo } from './libjpeg-turbo.mjs';
import { libsrtp } from './libsrtp.mjs';
import { libvpx } from './libvpx.mjs';
import { openh264 } from './openh264.mjs';
import { openssl } from './openssl.mjs';
import { opus } from './opus.mjs';

/**
 * libwebrtc, the same source that Debian's libtgowt-dev on Linux is made of.
 *
 * @type {import('../library.mjs').Library}
 */
export const tgOwt = {
  ...defaults,
  name: 'libtgowt',
  needs: [abseil, ffmpeg, libjpegTurbo, libsrtp, libvpx, openh264, openssl, opus],
  patches: [
    'wasapi-without-msvc.patch',
    'audio-core-goto-initialisation.patch',
    'audio-core-undefined-notifications.patch',
    'export-template-mingw-declspec.patch',
    'thread-name-without-seh.patch',
  ],
  inputs: [
    'scripts/windows/tg-owt.cmake',
    'scripts/windows/compat/Windows.h',
    'scripts/windows/compat/Winsock2.h',
    'scripts/windows/compat/byteswap.h',
    'scripts/windows/compat/dmort.h',
    'scripts/windows/compat/endian.h',
    'scripts/windows/compat/wmcodecdsp.h',
  ],
  env: { PKG_CONFIG_LIBDIR: '@pkgconfig@' },
  commands: cmake([
    'CMAKE_PROJECT_tg_owt_INCLUDE=@scripts@/tg-owt.cmake',
    'OPENSSL_USE_STATIC_LIBS=ON',
    'TG_OWT_USE_X11=OFF',
    'TG_OWT_USE_PIPEWIRE=OFF',
    'TG_OWT_USE_PROTOBUF=OFF',
    // WASAPI; without it the audio device module is a dummy.
    'TG_OWT_BUILD_AUDIO_BACKENDS=ON',
  ]),
  licences: [
    'LICENSE',
    'src/PATENTS',
    'src/third_party/libyuv/LICENSE',
    'src/third_party/crc32c/src/LICENSE',
    'src/third_party/pffft/LICENSE',
  ],
};
