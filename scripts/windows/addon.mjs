import { mkdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { buildFolderOf, compileAddon } from '../addon/compile.mjs';
import { prebuildOf, prebuildsFolder } from '../package/layout.mjs';
import { inputsOf, installPrebuild } from '../package/record.mjs';
import { sourcesOfArchives } from '../third-party/engine.mjs';
import { accountingProblems, loadedArchives } from '../third-party/linker-map.mjs';
import { windowsComponents } from '../third-party/windows.mjs';
import { StepError } from './errors.mjs';
import { binaryProblems, inspectBinary } from './inspect-binary.mjs';
import { repository } from './layout.mjs';
import { run } from './process.mjs';

const shipped = prebuildOf('win32-x64');

/** Where the addon is compiled. */
export const buildFolder = buildFolderOf(shipped.platform);

/** The shipped file, as node-gyp-build looks for it. */
export const prebuild = path.join(prebuildsFolder, shipped.platform, shipped.file);

/**
 * Compiles and links the addon through the same CMakeLists.txt as on Linux, and puts it into
 * `prebuilds/` without its debug symbols, and with the record of what is in it; the symbols stay beside
 * the unstripped file in `build/`.
 *
 * @param {import('../engine/engine.mjs').Engine} engine
 * @param {object} settings
 * @param {import('./options.mjs').Options} settings.options
 * @param {(line: string) => void} settings.progress
 * @returns {Promise<{ file: string, bytes: number, symbols: string }>}
 */
export async function buildAddon(engine, { options, progress }) {
  const { libraries } = engine;
  const { jobs, nice } = options;
  const log = path.join(buildFolder, 'addon.log');
  const shared = { log, cwd: repository, nice, onLine: progress };
  const inputs = inputsOf(shipped);
  const components = windowsComponents(libraries);
  const linked = await compileAddon({ engine, components, log, jobs, nice, progress });
  const symbols = `${linked}.debug`;
  const stripped = path.join(buildFolder, 'stripped', 'webrtc-session.node');
  const objcopy = 'llvm-objcopy-22';
  await mkdir(path.dirname(stripped), { recursive: true });
  const strip = { ...shared, step: 'addon: strip' };
  await run([objcopy, '--only-keep-debug', linked, symbols], strip);
  await run([objcopy, '--strip-all', `--add-gnu-debuglink=${symbols}`, linked, stripped], strip);

  const content = await readFile(stripped);
  const problems = [
    ...binaryProblems(inspectBinary(stripped)),
    // Of no use on another machine, and where anybody may put files there.
    ...[repository, options.cache]
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
  const missing = await unaccounted(libraries, components, shared);
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
 * Holds the list of components against what the linker takes.
 *
 * @param {readonly import('../engine/library.mjs').BuiltLibrary[]} libraries
 * @param {import('../third-party/component.mjs').Component[]} components
 * @param {Omit<import('./process.mjs').RunOptions, 'step'>} shared
 */
async function unaccounted(libraries, components, shared) {
  const archives = loadedArchives(await linkerLog(shared))
    .map((archive) => path.resolve(buildFolder, archive))
    // The import library of Node-API, made by the build: nothing of anybody's.
    .filter((archive) => !archive.startsWith(`${buildFolder}${path.sep}`));
  return accountingProblems(sourcesOfArchives(archives, libraries), components);
}

/**
 * What the linker says of each file that it takes: the same link again, with `--verbose`. Its map does not tell the archives.
 *
 * @param {Omit<import('./process.mjs').RunOptions, 'step'>} shared
 */
async function linkerLog(shared) {
  const options = { ...shared, step: 'addon: archives', cwd: buildFolder };
  const commands = await run(['ninja', '-t', 'commands', 'webrtc-session.node'], options);
  const link = commands.trim().split('\n').at(-1) ?? '';
  const again = link.replace(/ -o (\S*)webrtc-session\.node /, ' -o archives.node -Wl,--verbose ');
  await run(['sh', '-c', `(${again}) > archives.log 2>&1`], options);
  return readFile(path.join(buildFolder, 'archives.log'), 'utf8');
}
