import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { StepError } from './errors.mjs';
import { binaryProblems, inspectBinary } from './inspect-binary.mjs';
import { repository, toolchainFile } from './layout.mjs';
import { run } from './process.mjs';

/** Where the addon is compiled; kept, so that only what changed is compiled again. */
const buildFolder = path.join(repository, 'build', 'win32-x64');

/** The shipped file, as node-gyp-build looks for it. */
export const prebuild = path.join(repository, 'prebuilds', 'win32-x64', 'webrtc-session.node');

/**
 * Compiles and links the addon through the same CMakeLists.txt as on Linux, and puts it into
 * `prebuilds/` without its debug symbols; those stay beside the unstripped file in `build/`.
 *
 * @param {import('./library.mjs').BuiltLibrary[]} libraries
 * @param {import('./library.mjs').Context} context
 * @returns {Promise<{ file: string, bytes: number, symbols: string }>}
 */
export async function buildAddon(libraries, { layout, options, progress }) {
  const log = path.join(layout.logs, 'addon.log');
  const shared = { log, cwd: repository, nice: options.nice, onLine: progress };
  await run(
    [
      ...['cmake', '-S', repository, '-B', buildFolder, '-G', 'Ninja'],
      `-DCMAKE_TOOLCHAIN_FILE=${toolchainFile}`,
      '-DCMAKE_BUILD_TYPE=Release',
      '-DCMAKE_CXX_FLAGS_RELEASE=-O2 -DNDEBUG',
      '-DCMAKE_C_FLAGS_RELEASE=-O2 -DNDEBUG',
      `-DCMAKE_FIND_ROOT_PATH=${libraries.map((library) => library.prefix).join(';')}`,
    ],
    { ...shared, step: 'addon: configure' },
  );
  await run(['ninja', '-C', buildFolder, `-j${options.jobs}`], {
    ...shared,
    step: 'addon: compile',
  });

  const linked = path.join(buildFolder, 'webrtc-session.node');
  const symbols = `${linked}.debug`;
  const stripped = path.join(buildFolder, 'stripped', 'webrtc-session.node');
  const objcopy = 'x86_64-w64-mingw32-objcopy';
  await mkdir(path.dirname(stripped), { recursive: true });
  const strip = { ...shared, step: 'addon: strip' };
  await run([objcopy, '--only-keep-debug', linked, symbols], strip);
  await run([objcopy, '--strip-all', `--add-gnu-debuglink=${symbols}`, linked, stripped], strip);

  const problems = binaryProblems(inspectBinary(stripped));
  if (problems.length > 0) {
    throw new StepError('addon: check', problems.join(', '), {
      remedy:
        'see addon_link_options in cmake/libwebrtc-windows.cmake, or extend inspect-binary.mjs',
      log,
    });
  }
  await installFile(stripped, prebuild);
  return { file: prebuild, bytes: (await stat(prebuild)).size, symbols };
}

/**
 * Copies so that the target is either the old file or the whole new one.
 *
 * @param {string} source
 * @param {string} target
 */
async function installFile(source, target) {
  const partial = `${target}.partial`;
  await mkdir(path.dirname(target), { recursive: true });
  await rm(partial, { force: true });
  await copyFile(source, partial);
  await rename(partial, target);
}
