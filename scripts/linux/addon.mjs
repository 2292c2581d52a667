import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buildFolderOf, compileAddon } from '../addon/compile.mjs';
import { root } from '../setup/inputs.mjs';
import { sourcesOfArchives } from '../third-party/engine.mjs';
import { accountingProblems, linkedArchives } from '../third-party/linker-map.mjs';
import { linuxComponents } from '../third-party/linux.mjs';
import { StepError } from '../windows/errors.mjs';
import { binaryProblems, inspectBinary } from './inspect-binary.mjs';

/**
 * Builds the Linux addon and looks at what came out.
 *
 * @param {import('../engine/engine.mjs').Engine} engine
 * @param {Pick<import('../engine/options.mjs').Options, 'cache' | 'jobs' | 'nice'>} options
 * @param {(line: string) => void} progress
 * @returns {Promise<{ file: string, components: import('../third-party/component.mjs').Component[] }>}
 * @throws {StepError} when it names folders of this machine, needs a library, or has something inside that is not told.
 */
export async function buildLinuxAddon(engine, { cache, jobs, nice }, progress) {
  const folder = buildFolderOf(engine.platform.name);
  const log = path.join(folder, 'addon.log');
  const components = linuxComponents(engine.libraries);
  const file = await compileAddon({ engine, components, log, jobs, nice, progress });
  const content = await readFile(file);
  refuse(
    'addon: check',
    [
      ...binaryProblems(inspectBinary(file)),
      ...[root, cache].filter((name) => content.includes(name)).map((name) => `names ${name}`),
    ],
    'see addon_link_options in cmake/libwebrtc-linux.cmake, or extend inspect-binary.mjs',
    log,
  );
  const map = await readFile(path.join(folder, 'webrtc-session.map'), 'utf8');
  const archives = linkedArchives(map).map((archive) => path.resolve(folder, archive));
  refuse(
    'addon: notices',
    accountingProblems(sourcesOfArchives(archives, engine.libraries), components),
    'correct the list in scripts/third-party/linux.mjs',
    log,
  );
  return { file, components };
}

/**
 * @param {string} step
 * @param {string[]} problems
 * @param {string} remedy
 * @param {string} log
 */
function refuse(step, problems, remedy, log) {
  if (problems.length > 0) throw new StepError(step, problems.join(', '), { remedy, log });
}
