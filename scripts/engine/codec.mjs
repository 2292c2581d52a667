import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheKey, isPublished, publish } from '../windows/cache.mjs';
import { run } from '../windows/process.mjs';
import { notCached } from './library.mjs';
import { repository } from '../windows/layout.mjs';
import { fetchSource, pins, unpackSource } from './sources.mjs';

/**
 * @typedef {import('./codecs/index.mjs').Codec} Codec
 * @typedef {import('./library.mjs').Context} Context
 * @typedef {import('./library.mjs').BuiltLibrary} BuiltLibrary
 */

/**
 * Provides a codec: from the cache, or built.
 *
 * @param {Codec} codec
 * @param {Context} context
 * @returns {Promise<BuiltLibrary>}
 */
export async function provideCodec(codec, context) {
  const { layout, options, compiler, platform } = context;
  const candidates = pins[codec.name] ?? [];
  const toolchain = await readFile(path.join(repository, platform.toolchain), 'utf8');
  /** @param {import('./sources.mjs').Pin} pin */
  const identify = (pin) => {
    const key = cacheKey({ pin, codec, compiler, platform, toolchain });
    const prefix = path.join(layout.libraries, `${codec.name}-${key}`);
    return { name: codec.name, version: pin.version, key, prefix };
  };
  for (const built of candidates.map(identify)) {
    if (await isPublished(built.prefix)) return { ...built, cached: true };
  }
  if (context.options.cachedOnly) throw notCached(codec.name, context);
  const log = path.join(layout.logs, `${codec.name}.log`);
  await rm(log, { force: true });
  const { mirror } = options;
  const { pin, dsc } = await fetchSource(codec.name, candidates, layout, { mirror, log });
  const built = identify(pin);
  await buildCodec(codec, built, dsc, { ...context, log });
  return { ...built, cached: false };
}

/**
 * @param {Codec} codec
 * @param {{ key: string, prefix: string }} built
 * @param {string} dsc
 * @param {Context & { log: string }} context
 */
async function buildCodec(codec, { key, prefix }, dsc, { layout, options, log, progress }) {
  const work = path.join(layout.work, `${codec.name}-${key}`);
  const [source, build, stage] = ['source', 'build', 'stage'].map((name) => path.join(work, name));
  // An unpacked tree or half a compilation of an earlier run is gone on with: same key, same input.
  if (!existsSync(source)) {
    await unpackSource(dsc, source, { step: `${codec.name}: unpack`, log, patches: [] });
  }
  await mkdir(build, { recursive: true });
  await rm(stage, { recursive: true, force: true });

  const values = { source, build, stage, jobs: `${options.jobs}`, repository };
  /** @param {string} text */
  const fill = (text) => text.replace(/@(\w+)@/g, (whole, name) => Object(values)[name] ?? whole);
  for (const [name, text] of Object.entries(codec.writes)) {
    await writeFile(path.join(build, name), fill(text));
  }
  for (const command of codec.commands) {
    const step = `${codec.name}: ${path.basename(command[0] ?? '')}`;
    const shared = { step, log, cwd: build, nice: options.nice, onLine: progress };
    await run(command.map(fill), shared);
  }
  const licences = path.join(stage, 'share', 'licenses', codec.name);
  await mkdir(licences, { recursive: true });
  for (const file of ['debian/copyright', ...codec.licences]) {
    await copyFile(path.join(source, file), path.join(licences, path.basename(file)));
  }
  await publish(stage, prefix);
  await rm(work, { recursive: true, force: true });
}
