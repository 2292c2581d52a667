import path from 'node:path';
import { buildAddon, buildFolder } from './addon.mjs';
import { cacheLayout, repository } from './layout.mjs';
import { main } from './main.mjs';
import { libraries } from './libraries/index.mjs';
import { provideLibrary } from './library.mjs';
import { lock } from './lock.mjs';
import { parseOptions, usage } from './options.mjs';
import { run } from './process.mjs';
import { Progress } from './progress.mjs';

/** @param {import('./options.mjs').Options} options */
async function build(options) {
  const layout = cacheLayout(options.cache);
  const progress = new Progress(libraries.length + (options.librariesOnly ? 0 : 1));
  const compiler = await compilerVersion(layout);
  const context = { layout, options, compiler, progress: progress.line };
  const built = await exclusively(layout.root, () => buildLibraries(context, progress));
  if (options.librariesOnly) return;

  progress.start('addon');
  const { file, bytes } = await exclusively(buildFolder, () => buildAddon(built, context));
  progress.done(`${path.relative(repository, file)}, ${(bytes / 2 ** 20).toFixed(1)} MiB`);
}

/**
 * @param {import('./library.mjs').Context} context
 * @param {Progress} progress
 */
async function buildLibraries(context, progress) {
  /** @type {import('./library.mjs').BuiltLibrary[]} */
  const built = [];
  for (const library of libraries) {
    progress.start(library.name);
    const needs = built.filter((other) => library.needs.includes(other.library));
    const result = await provideLibrary(library, needs, context);
    built.push(result);
    progress.done(`${result.version}, ${result.cached ? 'from the cache' : 'built'}`);
  }
  return built;
}

/**
 * Does what only one process at a time may do in a folder.
 *
 * @template T
 * @param {string} folder
 * @param {() => Promise<T>} work
 */
async function exclusively(folder, work) {
  const unlock = await lock(folder);
  try {
    return await work();
  } finally {
    await unlock();
  }
}

/** @param {import('./layout.mjs').Layout} layout */
async function compilerVersion({ logs }) {
  const log = path.join(logs, 'compiler.log');
  const command = ['x86_64-w64-mingw32-g++-posix', '--version'];
  const [version = ''] = (await run(command, { step: 'compiler', log })).split('\n');
  return version;
}

await main('build:windows', async () => {
  const options = parseOptions(process.argv.slice(2), process.env);
  if (options.help) console.log(usage);
  else await build(options);
});
