import { readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { prebuildOf } from '../package/layout.mjs';
import { inputsOf, installPrebuild } from '../package/record.mjs';
import { root } from '../setup/inputs.mjs';
import { SetupError, say } from '../setup/report.mjs';
import { run } from '../setup/run.mjs';
import { sourcesOf } from '../third-party/debian.mjs';
import { linuxComponents } from '../third-party/linux.mjs';
import { accountingProblems, linkedArchives } from '../third-party/linker-map.mjs';
import { binaryProblems, inspectBinary } from './inspect-binary.mjs';

/** Builds the addon and puts it into `prebuilds/`, with the record of what is in it. */
async function build() {
  const prebuild = prebuildOf('linux-x64');
  const inputs = inputsOf(prebuild);
  const components = linuxComponents();
  const { code } = await run('npm', ['run', '--silent', 'build:native'], { cwd: root });
  if (code !== 0) {
    throw new SetupError(`the native build failed (exit ${code})`, 'see the messages above');
  }

  const folder = join(root, 'build');
  const linked = join(folder, 'Release', 'webrtc-session.node');
  refuse(
    binaryProblems(inspectBinary(linked)),
    'see addon_link_options in cmake/libwebrtc-linux.cmake',
  );
  const archives = linkedArchives(readFileSync(join(folder, 'webrtc-session.map'), 'utf8'));
  const sources = sourcesOf(archives.map((archive) => resolve(folder, archive)));
  refuse(
    accountingProblems([...sources.values()], components),
    'correct the list in scripts/third-party/linux.mjs',
  );
  const target = installPrebuild(prebuild, { file: linked, inputs, components });
  say(`${relative(root, target)}: ${(statSync(target).size / 1e6).toFixed(1)} MB`);
}

/**
 * @param {string[]} problems
 * @param {string} remedy
 */
function refuse(problems, remedy) {
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
