import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheKey, isPublished } from '../windows/cache.mjs';
import { StepError } from '../windows/errors.mjs';
import { run } from '../windows/process.mjs';
import { readUnits } from './commands.mjs';
import { commonArguments, formatArguments } from './gn/arguments.mjs';
import { notCached, recipeHash } from './library.mjs';
import { definitions, formatNinja } from './ninja.mjs';
import { provideArchive } from './source.mjs';
import { pins } from './sources.mjs';
import { stageLibrary } from './stage.mjs';
import { patchesFor, unpackTree } from './tree.mjs';
import { unify } from './unity.mjs';

/**
 * @typedef {import('./library.mjs').Context} Context
 * @typedef {import('./library.mjs').BuiltLibrary} BuiltLibrary
 */

/** What gn is asked for; the factories and the field trials are not part of the first. */
const targets = [
  'webrtc',
  'api:field_trials',
  'api/video_codecs:builtin_video_encoder_factory',
  'api/video_codecs:builtin_video_decoder_factory',
];

/** Headers that scripts of the source write, and that a unit includes. */
const generated = [
  'gen/experiments/registered_field_trials.h',
  'gen/third_party/ffmpeg/ffmpeg_features.h',
  'gen/build/chromeos_buildflags.h',
];

/**
 * What decides how the library for a platform comes out, besides pins, codecs, platform and compiler: a patch for the other
 * platform does not.
 *
 * @param {string} platform
 */
async function recipeFor(platform) {
  const patches = (await patchesFor(platform)).map((file) =>
    path.relative(import.meta.dirname, file),
  );
  return recipeHash([
    ...['commands.mjs', 'debian-patches.mjs', 'gn', 'libwebrtc.mjs', 'ninja.mjs', 'stage.mjs'],
    ...['stubs', 'subset.mjs', 'tree.mjs', 'unity.mjs', 'not-unified.txt'],
    ...['headers/global_nullptr.h', `headers/${platform}`].filter((name) =>
      existsSync(path.join(import.meta.dirname, name)),
    ),
    ...patches,
  ]);
}

/**
 * Provides libwebrtc: from the cache, or built.
 *
 * @param {import('./codecs/index.mjs').Codec[]} codecs
 * @param {BuiltLibrary[]} builtCodecs Whose headers it includes.
 * @param {Context} context
 * @returns {Promise<BuiltLibrary>}
 */
export async function provideLibwebrtc(codecs, builtCodecs, context) {
  const { layout, compiler, platform } = context;
  const candidates = pins.chromium ?? [];
  const recipe = await recipeFor(platform.name);
  /** @param {import('./sources.mjs').Pin} pin */
  const identify = (pin) => {
    const inputs = { pin, compiler, platform, codecs: builtCodecs.map(({ key }) => key) };
    const key = cacheKey({ ...inputs, recipe });
    const prefix = path.join(layout.libraries, `libwebrtc-${key}`);
    return { name: 'chromium', version: pin.version, key, prefix };
  };
  for (const built of candidates.map(identify)) {
    if (await isPublished(built.prefix)) return { ...built, cached: true };
  }
  if (context.options.cachedOnly) throw notCached('libwebrtc', context);
  const { pin, archive } = await provideArchive(candidates, context);
  const built = identify(pin);
  const log = path.join(layout.logs, 'libwebrtc.log');
  await rm(log, { force: true });
  const work = path.join(layout.work, `libwebrtc-${built.key}`);
  // An unpacked tree or half a compilation of an earlier run is gone on with: same key, same input.
  if (!existsSync(work)) await unpackTree(archive, work, { platform: platform.name, log });
  for (const [index, { headers }] of codecs.entries()) {
    for (const [from, to] of Object.entries(headers)) {
      const installed = path.join(builtCodecs[index]?.prefix ?? '', 'include', from);
      await cp(installed, path.join(work, to), { recursive: true, preserveTimestamps: true });
    }
  }
  const out = await compile(work, { ...context, log });
  await stageLibrary(work, out, built.prefix);
  await rm(work, { recursive: true, force: true });
  return { ...built, cached: false };
}

/**
 * @param {string} tree
 * @param {Context & { log: string }} context
 * @returns {Promise<string>} gn's folder, with the archive in it.
 */
async function compile(tree, { options, platform, log, progress }) {
  const out = path.join(tree, 'out', platform.name);
  await mkdir(path.join(out, 'unity'), { recursive: true });
  await writeIfNew(
    path.join(out, 'args.gn'),
    formatArguments({ ...commonArguments, ...platform.gn }),
  );
  const shared = { log, cwd: tree, nice: options.nice };
  await run(['gn', 'gen', out, '--script-executable=python3'], {
    ...shared,
    step: 'libwebrtc: gn',
  });
  await run(['ninja', '-C', out, ...generated], {
    ...shared,
    step: 'libwebrtc: generated headers',
  });
  const list = path.join(out, 'commands.txt');
  await run(['sh', '-c', `ninja -C '${out}' -t commands ${targets.join(' ')} > '${list}'`], {
    ...shared,
    step: 'libwebrtc: commands',
  });

  const units = readUnits(await readFile(list, 'utf8')).filter(
    ({ source }) => !platform.leftOut.some((start) => source.startsWith(`../../${start}`)),
  );
  await writeIfNew(path.join(out, 'definitions.txt'), publicDefinitions(units, platform));
  const { single, unified } = unify(units, platform.notUnified);
  for (const { name, text } of unified) await writeIfNew(path.join(out, name), text);
  const file = path.join(out, 'engine.ninja');
  const all = [...unified.map(({ unit }) => unit), ...single];
  await writeIfNew(file, formatNinja(all, platform));
  await run(['ninja', '-C', out, '-f', file, `-j${options.jobs}`], {
    ...shared,
    step: 'libwebrtc: compile',
    onLine: progress,
  });
  return out;
}

/**
 * What applications have to be compiled with, one per line: the definitions of a part of libwebrtc that includes all of its
 * interfaces.
 *
 * @param {import('./commands.mjs').Unit[]} units
 * @param {import('./platforms/index.mjs').Platform} platform
 */
function publicDefinitions(units, platform) {
  const unit = units.find(({ source }) => source.endsWith('/pc/peer_connection.cc'));
  if (!unit) {
    throw new StepError('libwebrtc: definitions', 'gn lists no pc/peer_connection.cc', {
      remedy: 'name another file of libwebrtc in libwebrtc.mjs',
    });
  }
  const all = [...definitions, ...platform.definitions, ...unit.definitions];
  return `${[...new Set(all)].filter((name) => !/^(__STDC|LIBYUV)/.test(name)).join('\n')}\n`;
}

/**
 * A file that is written anew makes ninja compile again.
 *
 * @param {string} file
 * @param {string} text
 */
async function writeIfNew(file, text) {
  if ((await readFile(file, 'utf8').catch(() => undefined)) !== text) await writeFile(file, text);
}
