import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../setup/inputs.mjs';
import { writeVersionTable } from '../third-party/version-table.mjs';
import { run } from '../windows/process.mjs';

const cmakeJs = createRequire(import.meta.url).resolve('cmake-js/bin/cmake-js');

/**
 * @typedef {object} Settings
 * @property {import('../engine/engine.mjs').Engine} engine
 * @property {readonly import('../third-party/component.mjs').Component[]} components What is inside.
 * @property {string} log
 * @property {number} jobs
 * @property {number} nice
 * @property {(line: string) => void} progress
 */

/**
 * Where the addon for a platform is compiled; kept, so that only what changed is compiled again.
 *
 * @param {string} platform
 */
export function buildFolderOf(platform) {
  return path.join(root, 'build', platform);
}

/**
 * Compiles and links the addon, by the same CMakeLists.txt for every platform.
 *
 * @param {Settings} settings
 * @returns {Promise<string>} The linked file.
 */
export async function compileAddon(settings) {
  const { engine, log, jobs, nice, progress } = settings;
  const folder = buildFolderOf(engine.platform.name);
  await forgetOtherCheckout(folder);
  await configureAddon(folder, settings);
  const shared = { log, cwd: root, nice, onLine: progress };
  await run(['ninja', '-C', folder, `-j${jobs}`], { ...shared, step: 'addon: compile' });
  return path.join(folder, 'Release', 'webrtc-session.node');
}

/**
 * Writes the build files, and the list of compilers' commands that clang-tidy reads.
 *
 * @param {string} folder
 * @param {Settings} settings
 */
export async function configureAddon(folder, { engine, components, log, nice, progress }) {
  const { platform, libraries } = engine;
  writeVersionTable(folder, components);
  const shared = { log, cwd: root, nice, onLine: progress };
  await run(
    [
      ...[process.execPath, cmakeJs, 'configure', '-d', root, '-O', folder, '-G', 'Ninja'],
      `--CDCMAKE_TOOLCHAIN_FILE=${path.join(root, platform.toolchain)}`,
      '--CDCMAKE_CXX_FLAGS_RELEASE=-O2 -DNDEBUG',
      '--CDCMAKE_C_FLAGS_RELEASE=-O2 -DNDEBUG',
      `--CDWEBRTC_SESSION_ENGINE=${libraries.map(({ prefix }) => prefix).join(';')}`,
    ],
    { ...shared, step: 'addon: configure' },
  );
}

/**
 * A checkout that was moved or copied has a build folder that belongs to another place: CMake would compile the sources
 * there.
 *
 * @param {string} folder
 */
async function forgetOtherCheckout(folder) {
  const memory = await readFile(path.join(folder, 'CMakeCache.txt'), 'utf8').catch(() => '');
  const [, home] = /^CMAKE_HOME_DIRECTORY:INTERNAL=(.*)$/m.exec(memory) ?? [];
  if (home !== undefined && path.resolve(home) !== path.resolve(root)) {
    await rm(folder, { recursive: true, force: true });
  }
}
