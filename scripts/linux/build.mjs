import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
// @ts-expect-error It has no types.
import prebuildify from 'prebuildify';
import { prebuildOf } from '../package/layout.mjs';
import { inputsOf, installPrebuild } from '../package/record.mjs';
import { root } from '../setup/inputs.mjs';
import { SetupError, say } from '../setup/report.mjs';
import { sourcesOf } from '../third-party/debian.mjs';
import { linuxComponents } from '../third-party/linux.mjs';
import { accountingProblems, linkedArchives } from '../third-party/linker-map.mjs';
import { binaryProblems, inspectBinary } from './inspect-binary.mjs';

/** Builds the addon and puts it into `prebuilds/`, with the record of what is in it. */
async function build() {
  const prebuild = prebuildOf('linux-x64');
  const inputs = inputsOf(prebuild);
  const components = linuxComponents();
  const built = await buildWithPrebuildify(prebuild);
  const folder = join(root, 'build');
  reject(
    binaryProblems(inspectBinary(built)),
    'see addon_link_options in cmake/libwebrtc-linux.cmake',
  );
  const archives = linkedArchives(readFileSync(join(folder, 'webrtc-session.map'), 'utf8'));
  const sources = sourcesOf(archives.map((archive) => resolve(folder, archive)));
  reject(
    accountingProblems([...sources.values()], components),
    'correct the list in scripts/third-party/linux.mjs',
  );
  const target = installPrebuild(prebuild, { file: built, inputs, components });
  say(`${relative(root, target)}: ${(statSync(target).size / 1e6).toFixed(1)} MB`);
}

/**
 * In a folder of its own: only a binary that was checked may appear in `prebuilds/`.
 *
 * @param {import('../package/layout.mjs').Prebuild} prebuild
 * @returns {Promise<string>} The binary, under the name that node-gyp-build looks for.
 */
async function buildWithPrebuildify({ platform, file }) {
  const cwd = join(root, 'build', 'prebuildify');
  mkdirSync(cwd, { recursive: true });
  try {
    await promisify(prebuildify)({
      cwd,
      name: 'webrtc-session',
      napi: true,
      tagLibc: true,
      strip: true,
      targets: [{ runtime: 'node', target: process.versions.node }],
      nodeGyp: fileURLToPath(new URL('node-gyp.mjs', import.meta.url)),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SetupError(`the native build failed (${reason})`, 'see the messages above');
  }
  return join(cwd, 'prebuilds', platform, file);
}

/**
 * @param {string[]} problems
 * @param {string} remedy
 */
function reject(problems, remedy) {
  if (problems.length > 0) throw new SetupError(`the addon ${problems.join(', ')}`, remedy);
}

try {
  await build();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(`stopped: ${error.message}`);
  if (error.remedy) say(`remedy: ${error.remedy}`);
  process.exitCode = 1;
}
