import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { prebuildOf, prebuildsFolder } from '../package/layout.mjs';
import { inputsOf, installPrebuild } from '../package/record.mjs';
import { sourcesOf } from '../third-party/debian.mjs';
import { accountingProblems, linkedArchives } from '../third-party/linker-map.mjs';
import { writeVersionTable } from '../third-party/version-table.mjs';
import { windowsComponents } from '../third-party/windows.mjs';
import { StepError } from './errors.mjs';
import { binaryProblems, inspectBinary } from './inspect-binary.mjs';
import { repository, toolchainFile } from './layout.mjs';
import { run } from './process.mjs';

/** Where the addon is compiled; kept, so that only what changed is compiled again. */
export const buildFolder = path.join(repository, 'build', 'win32-x64');

const shipped = prebuildOf('win32-x64');

/** The shipped file, as node-gyp-build looks for it. */
export const prebuild = path.join(prebuildsFolder, shipped.platform, shipped.file);

/**
 * Compiles and links the addon through the same CMakeLists.txt as on Linux, and puts it into
 * `prebuilds/` without its debug symbols, and with the record of what is in it; the symbols stay beside
 * the unstripped file in `build/`.
 *
 * @param {import('./library.mjs').BuiltLibrary[]} libraries
 * @param {import('./library.mjs').Context} context
 * @returns {Promise<{ file: string, bytes: number, symbols: string }>}
 */
export async function buildAddon(libraries, { layout, options, progress }) {
  const log = path.join(buildFolder, 'addon.log');
  const shared = { log, cwd: repository, nice: options.nice, onLine: progress };
  const inputs = inputsOf(shipped);
  const components = windowsComponents(libraries);
  writeVersionTable(buildFolder, components);
  const roots = libraries.map((library) => library.prefix).join(';');
  await forgetOtherLibraries(roots);
  await run(
    [
      ...['cmake', '-S', repository, '-B', buildFolder, '-G', 'Ninja'],
      `-DCMAKE_TOOLCHAIN_FILE=${toolchainFile}`,
      '-DCMAKE_BUILD_TYPE=Release',
      '-DCMAKE_CXX_FLAGS_RELEASE=-O2 -DNDEBUG',
      '-DCMAKE_C_FLAGS_RELEASE=-O2 -DNDEBUG',
      `-DCMAKE_FIND_ROOT_PATH=${roots}`,
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
  // The time that objcopy writes into the header: none, so that the same input gives the same file.
  const strip = { ...shared, step: 'addon: strip', env: { SOURCE_DATE_EPOCH: '0' } };
  await run([objcopy, '--only-keep-debug', linked, symbols], strip);
  await run([objcopy, '--strip-all', `--add-gnu-debuglink=${symbols}`, linked, stripped], strip);

  const content = await readFile(stripped);
  const problems = [
    ...binaryProblems(inspectBinary(stripped)),
    // Of no use on another machine, and where anybody may put files there.
    ...[repository, layout.root]
      .filter((folder) => content.includes(folder))
      .map((folder) => `names ${folder}`),
  ];
  if (problems.length > 0) {
    throw new StepError('addon: check', problems.join(', '), {
      remedy:
        'see addon_link_options in cmake/libwebrtc-windows.cmake, or extend inspect-binary.mjs',
      log,
    });
  }
  const missing = await unaccounted(libraries, components);
  if (missing.length > 0) {
    throw new StepError('addon: notices', missing.join(', '), {
      remedy: 'correct the list in scripts/third-party/windows.mjs',
      log,
    });
  }
  installPrebuild(shipped, { file: stripped, inputs, components });
  return { file: prebuild, bytes: (await stat(prebuild)).size, symbols };
}

/**
 * Where CMake found a library it keeps to, even when it is told to look elsewhere: then it has to forget. What is compiled
 * stays.
 *
 * @param {string} roots Where the libraries are now.
 */
async function forgetOtherLibraries(roots) {
  const memory = path.join(buildFolder, 'CMakeCache.txt');
  const text = await readFile(memory, 'utf8').catch(() => '');
  if (!text.includes(`=${roots}\n`)) await rm(memory, { force: true });
}

/**
 * Holds the list of components against the linker's map.
 *
 * @param {import('./library.mjs').BuiltLibrary[]} libraries
 * @param {import('../third-party/component.mjs').Component[]} components
 */
async function unaccounted(libraries, components) {
  const map = await readFile(path.join(buildFolder, 'webrtc-session.map'), 'utf8');
  const archives = linkedArchives(map)
    .map((archive) => path.resolve(buildFolder, archive))
    // The import library of Node-API, made by the build: nothing of anybody's.
    .filter((archive) => !archive.startsWith(`${buildFolder}${path.sep}`));
  /** @param {string} archive */
  const libraryOf = (archive) =>
    libraries.find(({ prefix }) => archive.startsWith(`${prefix}${path.sep}`))?.library.name;
  const others = archives.filter(
    (archive) => libraryOf(archive) === undefined && existsSync(archive),
  );
  const linked = [
    ...archives.flatMap((archive) => libraryOf(archive) ?? []),
    ...sourcesOf(others).values(),
  ];
  return accountingProblems(linked, components);
}
