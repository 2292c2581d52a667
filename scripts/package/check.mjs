import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as linux from '../linux/inspect-binary.mjs';
import * as windows from '../windows/inspect-binary.mjs';
import { SIZE_LIMIT, prebuildsFolder, recordName } from './layout.mjs';
import { inputsOf, readRecord, sha256Of } from './record.mjs';

/**
 * Why a prebuild must not be shipped.
 *
 * @param {import('./layout.mjs').Prebuild} prebuild
 * @param {string} [folder] That of all prebuilds.
 * @returns {string[]} One line each, with the remedy; empty when all is well.
 */
export function prebuildProblems(prebuild, folder = prebuildsFolder) {
  const { platform, file, command } = prebuild;
  const name = `prebuilds/${platform}/${file}`;
  const path = join(folder, platform, file);
  if (!existsSync(path)) return [`${name} is missing: ${command}`];
  const record = readRecord(prebuild, folder);
  if (!record) return [`${name} has no readable ${recordName} beside it: ${command}`];

  /** @type {string[]} */
  const problems = [];
  if (record.sha256 !== sha256Of(path)) {
    problems.push(`${name} is not the file that ${recordName} was written for: ${command}`);
  }
  if (record.inputs !== inputsOf(prebuild)) {
    problems.push(`${name} is stale, the sources have changed since it was built: ${command}`);
  }
  const { size } = statSync(path);
  if (size > SIZE_LIMIT) problems.push(`${name} has ${size} bytes, allowed are ${SIZE_LIMIT}`);
  return [...problems, ...symbolProblems(platform, path).map((problem) => `${name} ${problem}`)];
}

/**
 * @param {string} platform
 * @param {string} path
 */
function symbolProblems(platform, path) {
  try {
    return platform.startsWith('win32-')
      ? windows.binaryProblems(windows.inspectBinary(path))
      : linux.binaryProblems(linux.inspectBinary(path));
  } catch (error) {
    const [line = ''] = String(error instanceof Error ? error.message : error).split('\n');
    return [`cannot be inspected: ${line}`];
  }
}
