import { copyFile, cp, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { publish } from '../windows/cache.mjs';

/** Folders whose headers the headers of libwebrtc include. */
const publicFolders = [
  ...['api', 'call', 'common_audio', 'common_video', 'logging', 'media', 'modules', 'net', 'p2p'],
  ...['pc', 'rtc_base', 'stats', 'system_wrappers', 'video', 'third_party/abseil-cpp'],
  ...['third_party/libyuv/include', 'third_party/boringssl/src/include'],
];

/** Licence files of what is inside, by its name. */
const licences = {
  webrtc: ['LICENSE', 'PATENTS'],
  'abseil-cpp': ['third_party/abseil-cpp/LICENSE'],
  boringssl: ['third_party/boringssl/src/LICENSE'],
  fiat: ['third_party/boringssl/src/third_party/fiat/LICENSE'],
  fft: ['modules/third_party/fft/LICENSE'],
  g711: ['modules/third_party/g711/LICENSE'],
  g722: ['modules/third_party/g722/LICENSE'],
  ooura: ['common_audio/third_party/ooura/LICENSE'],
  portaudio: ['modules/third_party/portaudio/LICENSE'],
  'spl-sqrt-floor': ['common_audio/third_party/spl_sqrt_floor/LICENSE'],
  crc32c: ['third_party/crc32c/src/LICENSE'],
  ffmpeg: ['third_party/ffmpeg/COPYING.LGPLv2.1'],
  libaom: ['third_party/libaom/source/libaom/LICENSE', 'third_party/libaom/source/libaom/PATENTS'],
  libsrtp: ['third_party/libsrtp/LICENSE'],
  libvpx: ['third_party/libvpx/source/libvpx/LICENSE', 'third_party/libvpx/source/libvpx/PATENTS'],
  libyuv: ['third_party/libyuv/LICENSE', 'third_party/libyuv/PATENTS'],
  pffft: ['third_party/pffft/LICENSE'],
  rnnoise: ['third_party/rnnoise/COPYING'],
};

/**
 * Puts archive, headers and licences where the addon's build looks for them, and a list of the definitions that they were
 * compiled with: it has to compile with the same.
 *
 * @param {string} tree
 * @param {string} out gn's folder.
 * @param {string} prefix
 */
export async function stageLibrary(tree, out, prefix) {
  const stage = path.join(tree, 'stage');
  await rm(stage, { recursive: true, force: true });
  const include = path.join(stage, 'include');
  for (const folder of publicFolders) await copyHeaders(tree, folder, include);
  await cp(path.join(tree, 'headers'), path.join(include, 'headers'), { recursive: true });
  await mkdir(path.join(stage, 'lib'));
  await copyFile(path.join(out, 'libwebrtc.a'), path.join(stage, 'lib', 'libwebrtc.a'));
  await copyFile(path.join(out, 'definitions.txt'), path.join(stage, 'definitions.txt'));
  await copyFile(path.join(tree, 'debian', 'changelog'), path.join(stage, 'changelog'));
  const notices = path.join(stage, 'share', 'licenses', 'chromium');
  await mkdir(notices, { recursive: true });
  for (const [name, files] of Object.entries(licences)) {
    for (const file of files) {
      await copyFile(path.join(tree, file), path.join(notices, `${name}-${path.basename(file)}`));
    }
  }
  await publish(stage, prefix);
}

/**
 * @param {string} tree
 * @param {string} folder
 * @param {string} include
 */
async function copyHeaders(tree, folder, include) {
  const entries = await readdir(path.join(tree, folder), { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!/\.(h|inc)$/.test(entry.name)) continue;
    const file = path.join(entry.parentPath, entry.name);
    const target = path.join(include, path.relative(tree, file));
    await mkdir(path.dirname(target), { recursive: true });
    await copyFile(file, target);
  }
}
