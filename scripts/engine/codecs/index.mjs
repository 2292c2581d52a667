import { dav1d } from './dav1d.mjs';
import { libjpegTurbo } from './libjpeg-turbo.mjs';
import { openh264 } from './openh264.mjs';
import { opus } from './opus.mjs';

/**
 * What Debian leaves out of Chromium's source because it has packages of its own. Built from those, static and position
 * independent, by the build system that each brings along. In commands and environment these stand for paths and numbers:
 * `@source@`, `@build@`, `@stage@` (what is installed there becomes the result), `@jobs@`.
 *
 * @typedef {object} Codec
 * @property {string} name Source package in Debian.
 * @property {string[][]} commands Run in the build folder, in order.
 * @property {Record<string, string>} writes Files to write into the build folder first.
 * @property {Record<string, string>} headers From a folder below `include/` to where libwebrtc looks for it.
 * @property {string[]} licences Files of the source to keep, besides `debian/copyright`.
 */

/** @type {readonly ((platform: import('../platforms/index.mjs').Platform) => Codec)[]} */
export const codecs = [opus, openh264, dav1d, libjpegTurbo];
