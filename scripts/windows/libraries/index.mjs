import { abseil } from './abseil.mjs';
import { ffmpeg } from './ffmpeg.mjs';
import { libjpegTurbo } from './libjpeg-turbo.mjs';
import { libsrtp } from './libsrtp.mjs';
import { libvpx } from './libvpx.mjs';
import { openh264 } from './openh264.mjs';
import { openssl } from './openssl.mjs';
import { opus } from './opus.mjs';
import { tgOwt } from './tg-owt.mjs';

/**
 * Every library, each after those it needs.
 *
 * @type {import('../library.mjs').Library[]}
 */
export const libraries = [
  libvpx,
  opus,
  abseil,
  openssl,
  libsrtp,
  libjpegTurbo,
  openh264,
  ffmpeg,
  tgOwt,
];
