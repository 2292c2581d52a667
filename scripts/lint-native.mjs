#!/usr/bin/env node
/**
 * clang-format and clang-tidy over the C++ sources. What clang-tidy is told of the compiler comes from CMake, in a folder
 * that is made afresh each time: the addon itself may have come from a cache, or been built with other options. It reads
 * libwebrtc's headers, and says so where they are not in the cache: a check builds no libwebrtc.
 *
 * Sources for Windows are only held against clang-format: their headers are there only while Windows is built.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { configureAddon } from './addon/compile.mjs';
import { provideEngine } from './engine/engine.mjs';
import { parseOptions } from './engine/options.mjs';
import { root } from './setup/inputs.mjs';
import { SetupError, say, timed } from './setup/report.mjs';
import { StepError } from './windows/errors.mjs';
import { linuxComponents } from './third-party/linux.mjs';

const folder = join(root, 'build', 'lint-native');

/** By their version: another one lays lines out differently. The checks are of the compiler's own version. */
const clangFormat = 'clang-format-14';
const clangTidy = 'run-clang-tidy-22';

function sources() {
  return readdirSync(join(root, 'native'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(cc|c|h)$/.test(name))
    .map((name) => join('native', name))
    .sort();
}

/** Clang counts what it left out in system headers; that is no finding. */
const noise = /^\d+ warnings? generated\.$/;

/**
 * Runs a tool with its output on ours.
 * @param {string} tool
 * @param {readonly string[]} args
 * @param {string} remedy of what it finds
 */
async function lint(tool, args, remedy) {
  const child = spawn(tool, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      if (!noise.test(line)) console.log(line);
    });
  }
  const [code, signal] = await ended.catch((error) => {
    const installation = 'node scripts/setup.mjs --with lint-native';
    throw new SetupError(`${tool} cannot be started: ${error.message}`, installation);
  });
  if (code !== 0) throw new SetupError(`${tool}: ${signal ?? `exit ${code}`}`, remedy);
}

const options = parseOptions(['--platform', 'linux-x64'], process.env);

/** libwebrtc where it is in the cache. */
async function cachedEngine() {
  try {
    return await provideEngine({ ...options, cachedOnly: true });
  } catch (error) {
    if (error instanceof StepError) return undefined;
    throw error;
  }
}

/** @param {import('./engine/engine.mjs').Engine} engine */
async function configure(engine) {
  rmSync(folder, { recursive: true, force: true });
  await configureAddon(folder, {
    engine,
    components: linuxComponents(engine.libraries),
    log: join(root, 'build', 'lint-native.log'),
    jobs: options.jobs,
    nice: options.nice,
    progress: () => undefined,
  });
}

try {
  const files = sources();
  await timed(`clang-format, ${files.length} files`, () =>
    lint(clangFormat, ['--dry-run', '--Werror', ...files], `${clangFormat} -i FILE`),
  );
  const engine = await cachedEngine();
  if (engine) {
    await timed(`configuring in ${relative(root, folder)}`, () => configure(engine));
    await timed('clang-tidy (three and a half minutes of processor time)', () =>
      lint(clangTidy, ['-quiet', '-p', folder], 'see the lines above; .clang-tidy has the checks'),
    );
  } else {
    say('clang-tidy left out: libwebrtc, whose headers it reads, is not in the cache');
    say('remedy: npm run build:engine -- --platform linux-x64');
  }
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(`stopped: ${error.message}`);
  if (error.remedy) say(`remedy: ${error.remedy}`);
  process.exitCode = 1;
}
