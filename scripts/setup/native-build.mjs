import { copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseOptions } from '../engine/options.mjs';
import { prebuildOf, prebuildsFolder } from '../package/layout.mjs';
import { inputsOf, readRecord, sha256Of } from '../package/record.mjs';
import { StepError } from '../windows/errors.mjs';
import { installDebianPackages } from './debian-packages.mjs';
import { root, stamp } from './inputs.mjs';
import { SetupError, say, timed } from './report.mjs';

const prebuild = prebuildOf('linux-x64');
const tracked = join(prebuildsFolder, prebuild.platform, prebuild.file);

/** What tests and examples of a checkout load; node-gyp-build looks here first. */
const binary = join(root, 'build/Release/webrtc-session.node');

/** @param {string} from @param {string} to */
function copyWhole(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  const partial = `${to}.${process.pid}.partial`;
  copyFileSync(from, partial);
  renameSync(partial, to);
}

/**
 * Puts the native addon where the checkout loads it: the tracked binary where it was made of these sources, and one that
 * is compiled now where they were changed since.
 *
 * @param {{ buildEngine: boolean }} options Whether libwebrtc itself may be built, which takes half an hour.
 * @returns {Promise<boolean>} whether anything had to be done
 */
export async function buildNative({ buildEngine }) {
  const inputs = inputsOf(prebuild);
  const done = stamp('build/.native-inputs');
  if (existsSync(binary) && done.matches(inputs)) return false;

  const record = readRecord(prebuild);
  if (record?.inputs === inputs && existsSync(tracked) && sha256Of(tracked) === record.sha256) {
    copyWhole(tracked, binary);
    say(`native addon: the tracked binary fits the sources`);
  } else {
    say(record ? 'native sources have changed since the tracked binary' : 'no tracked binary');
    await installDebianPackages(['engine']);
    const file = await timed('compiling the native addon', () => compile(buildEngine));
    copyWhole(file, binary);
  }
  done.write(inputs);
  return true;
}

/** @param {boolean} buildEngine */
async function compile(buildEngine) {
  // What only an addon that is built needs: a machine without compilers loads none of it.
  const { provideEngine } = await import('../engine/engine.mjs');
  const { buildLinuxAddon } = await import('../linux/addon.mjs');
  const options = parseOptions(['--platform', prebuild.platform], process.env);
  const cachedOnly = !buildEngine;
  try {
    const engine = await provideEngine({ ...options, cachedOnly });
    const { file } = await buildLinuxAddon(engine, options, (line) =>
      process.stderr.write(`${line}\n`),
    );
    return file;
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    throw new SetupError(`${error.step}: ${error.message}`, error.remedy);
  }
}
