import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { cacheKey, isPublished, publish } from './cache.mjs';
import { repository, scripts, toolchainFile } from './layout.mjs';
import { run } from './process.mjs';
import { fetchSource, pins, unpackSource } from './sources.mjs';

/**
 * How to build one library, as data, so that its hash tells when to build it again. In commands,
 * environment and written files these stand for paths and numbers: `@source@`, `@build@`,
 * `@prefix@` (the library's final place), `@stage@` (what an installation puts in front of it),
 * `@jobs@`, `@toolchain@`, `@scripts@`, `@needs@` (prefixes of the needed libraries, separated by
 * `;`) and `@pkgconfig@` (their pkg-config folders, separated by `:`).
 *
 * @typedef {object} Library
 * @property {string} name Source package in Debian.
 * @property {Library[]} needs
 * @property {string[]} patches Files in `patches/`.
 * @property {string[]} inputs Other files of the repository that its build reads.
 * @property {Record<string, string>} env
 * @property {{ name: string, command: string[] }[]} commands Run in the build folder.
 * @property {Record<string, string>} writes Files to write below the prefix.
 * @property {string[]} licences Files of the source to keep in `share/licenses`.
 *
 * @typedef {object} BuiltLibrary
 * @property {Library} library
 * @property {string} version Debian version.
 * @property {string} key
 * @property {string} prefix
 *
 * @typedef {object} Context
 * @property {import('./layout.mjs').Layout} layout
 * @property {import('./options.mjs').Options} options
 * @property {string} compiler Version line of the compiler.
 * @property {(line: string) => void} progress
 */

/**
 * Provides a library: from the cache, or built.
 *
 * @param {Library} library
 * @param {BuiltLibrary[]} needs The libraries that it needs, built.
 * @param {Context} context
 * @returns {Promise<BuiltLibrary & { cached: boolean }>}
 */
export async function provideLibrary(library, needs, context) {
  const { layout, options } = context;
  const inputs = await hashedInputs(library, needs, context);
  /** @param {import('./sources.mjs').Pin} pin */
  const identify = (pin) => {
    const key = cacheKey({ pin, ...inputs });
    const prefix = path.join(layout.libraries, `${library.name}-${key}`);
    return { library, version: pin.version, key, prefix };
  };

  const candidates = pins[library.name] ?? [];
  for (const built of candidates.map(identify)) {
    if (await isPublished(built.prefix)) return { ...built, cached: true };
  }
  const log = path.join(layout.logs, `${library.name}.log`);
  await rm(log, { force: true });
  const { mirror } = options;
  const { pin, dsc } = await fetchSource(library.name, candidates, layout, { mirror, log });
  const built = identify(pin);
  await buildLibrary(built, dsc, needs, { ...context, log });
  return { ...built, cached: false };
}

/**
 * @param {Library} library
 * @param {BuiltLibrary[]} needs
 * @param {Context} context
 */
async function hashedInputs(library, needs, { compiler }) {
  // What it needs counts by key, and what it is called not at all.
  const recipe = { ...library, name: undefined, needs: undefined };
  const files = [
    ...library.patches.map((name) => path.join(scripts, 'patches', name)),
    ...library.inputs.map((name) => path.join(repository, name)),
    toolchainFile,
  ];
  const contents = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return { recipe, contents, compiler, needs: needs.map((need) => need.key) };
}

/**
 * @param {BuiltLibrary} built
 * @param {string} dsc
 * @param {BuiltLibrary[]} needs
 * @param {Context & { log: string }} context
 */
async function buildLibrary({ library, key, prefix }, dsc, needs, context) {
  const { layout, options, log, progress } = context;
  const work = path.join(layout.work, `${library.name}-${key}`);
  const source = path.join(work, 'source');
  const build = path.join(work, 'build');
  const stage = path.join(work, 'stage');

  // An unpacked tree or half a compilation of an earlier run is gone on with: same key, same input.
  if (!existsSync(source)) {
    const patches = library.patches.map((name) => path.join(scripts, 'patches', name));
    await unpackSource(dsc, source, { step: `${library.name}: unpack`, log, patches });
  }
  await mkdir(build, { recursive: true });
  await rm(stage, { recursive: true, force: true });

  const fill = placeholders({
    source,
    build,
    prefix,
    stage,
    jobs: `${options.jobs}`,
    toolchain: toolchainFile,
    scripts,
    needs: needs.map((need) => need.prefix).join(';'),
    pkgconfig: needs.map((need) => path.join(need.prefix, 'lib', 'pkgconfig')).join(':'),
  });
  const env = Object.fromEntries(
    Object.entries(library.env).map(([name, value]) => [name, fill(value)]),
  );
  for (const { name, command } of library.commands) {
    await run(command.map(fill), {
      step: `${library.name}: ${name}`,
      log,
      cwd: build,
      env,
      nice: options.nice,
      onLine: progress,
    });
  }

  const tree = path.join(stage, prefix);
  for (const [file, text] of Object.entries(library.writes)) {
    await mkdir(path.dirname(path.join(tree, file)), { recursive: true });
    await writeFile(path.join(tree, file), fill(text));
  }
  await keepLicences(library, source, tree);
  await makeRelocatable(tree, prefix, layout.libraries);
  await publish(tree, prefix);
  await rm(work, { recursive: true, force: true });
}

/** @param {Record<string, string>} values */
function placeholders(values) {
  /** @param {string} text */
  return (text) => text.replace(/@(\w+)@/g, (whole, name) => values[name] ?? whole);
}

/**
 * @param {Library} library
 * @param {string} source
 * @param {string} tree
 */
async function keepLicences(library, source, tree) {
  const target = path.join(tree, 'share', 'licenses', library.name);
  await mkdir(target, { recursive: true });
  for (const file of ['debian/copyright', ...library.licences]) {
    await copyFile(path.join(source, file), path.join(target, file.replaceAll('/', '-')));
  }
}

/**
 * Rewrites absolute paths in pkg-config and CMake files, so that the cache can be moved or restored
 * elsewhere.
 *
 * @param {string} tree
 * @param {string} prefix
 * @param {string} libraries
 */
async function makeRelocatable(tree, prefix, libraries) {
  for (const name of await readdir(tree, { recursive: true })) {
    const file = path.join(tree, name);
    if (/\.pc$/.test(name)) {
      const text = await readFile(file, 'utf8');
      await writeFile(file, text.replaceAll(prefix, '${pcfiledir}/../..'));
    } else if (/\.cmake$/.test(name)) {
      const text = await readFile(file, 'utf8');
      await writeFile(file, text.replaceAll(`${libraries}/`, '${_IMPORT_PREFIX}/../'));
    }
  }
}
