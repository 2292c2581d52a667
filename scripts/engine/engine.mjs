import { existsSync } from 'node:fs';
import path from 'node:path';
import { StepError } from '../windows/errors.mjs';
import { lock } from '../windows/lock.mjs';
import { run } from '../windows/process.mjs';
import { Progress } from '../windows/progress.mjs';
import { provideCodec } from './codec.mjs';
import { codecs } from './codecs/index.mjs';
import { engineLayout } from './library.mjs';
import { provideLibwebrtc } from './libwebrtc.mjs';
import { platforms } from './platforms/index.mjs';

const installation = 'npm run setup -- --with engine';

/** What the recipe runs, besides what these bring along. */
const programs = [
  ...['clang-22', 'clang++-22', 'ld.lld-22', 'llvm-ar-22', 'llvm-ranlib-22'],
  ...['gn', 'ninja', 'cmake', 'meson', 'make', 'nasm', 'patch', 'python3', 'zstd', 'dpkg-source'],
];

/**
 * @typedef {object} Engine
 * @property {import('./library.mjs').BuiltLibrary[]} libraries libwebrtc last.
 * @property {import('./platforms/index.mjs').Platform} platform
 */

/**
 * Provides libwebrtc and its codecs for a platform: from the cache, or built.
 *
 * @param {import('./options.mjs').Options} options
 * @returns {Promise<Engine>}
 */
export async function provideEngine(options) {
  const platform = platforms[options.platform];
  if (!platform) throw new RangeError(`there is no platform "${options.platform}"`);
  if (!options.cachedOnly) checkPrograms();
  const layout = engineLayout(options.cache, platform.name);
  const progress = new Progress(codecs.length + 1);
  const unlock = await lock(layout.root);
  try {
    const compiler = await compilerVersion(layout);
    const context = { layout, options, platform, compiler, progress: progress.line };
    const recipes = codecs.map((codec) => codec(platform));
    /** @type {import('./library.mjs').BuiltLibrary[]} */
    const built = [];
    /**
     * @param {string} name
     * @param {() => Promise<import('./library.mjs').BuiltLibrary>} work
     */
    const step = async (name, work) => {
      progress.start(name);
      const library = await work();
      progress.done(`${library.version}, ${library.cached ? 'from the cache' : 'built'}`);
      built.push(library);
    };
    for (const recipe of recipes) await step(recipe.name, () => provideCodec(recipe, context));
    await step('libwebrtc', () => provideLibwebrtc(recipes, [...built], context));
    return { libraries: built, platform };
  } finally {
    await unlock();
  }
}

/** Names all that are missing at once, before anything is downloaded. */
function checkPrograms() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const missing = programs.filter(
    (name) => !folders.some((folder) => existsSync(path.join(folder, name))),
  );
  if (missing.length === 0) return;
  throw new StepError('programs', `not installed: ${missing.join(', ')}`, { remedy: installation });
}

/** @param {import('./library.mjs').Layout} layout */
async function compilerVersion({ logs }) {
  const log = path.join(logs, 'compiler.log');
  const [version = ''] = (
    await run(['clang-22', '--version'], { step: 'compiler', log, remedy: installation })
  ).split('\n');
  return version;
}
