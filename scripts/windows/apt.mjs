import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StepError } from './errors.mjs';
import { run } from './process.mjs';

/** @typedef {Pick<import('../engine/library.mjs').Layout, 'apt'>} Layout */

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Suites with the pinned versions: archive, name. */
const SUITES = [
  ['debian', 'bookworm'],
  ['debian', 'bookworm-updates'],
  ['debian-security', 'bookworm-security'],
];

/** Layouts whose index was updated in this run; once is enough. */
const updated = new Set();

/**
 * Reads the package index of the mirror into our own folders; the system's apt is not touched.
 *
 * @param {Layout} layout
 * @param {object} options
 * @param {string} options.mirror
 * @param {string} options.log
 * @param {string} options.step
 * @param {readonly string[][]} [options.suites] Archive and name of each.
 */
export async function updateIndex(layout, { mirror, log, step, suites = SUITES }) {
  if (updated.has(layout.apt)) return;
  for (const folder of ['lists/partial', 'cache/archives/partial']) {
    await mkdir(path.join(layout.apt, folder), { recursive: true });
  }
  const lines = suites.map(
    ([archive, suite]) => `deb-src [signed-by=${KEYRING}] ${mirror}/${archive} ${suite} main\n`,
  );
  await writeFile(path.join(layout.apt, 'sources.list'), lines.join(''));
  try {
    await run(['apt-get', ...aptOptions(layout), '--error-on=any', 'update'], { step, log });
  } catch (error) {
    if (error instanceof StepError && error.fatal) throw error;
    throw new StepError(step, `the package index of ${mirror} cannot be read`, {
      remedy: 'check the network, or name another Debian mirror with --mirror',
      log,
      cause: error,
    });
  }
  updated.add(layout.apt);
}

/**
 * Downloads one version of a source package.
 *
 * @param {string} source `name=version`.
 * @param {Layout} layout
 * @param {{ cwd: string, log: string, only?: string }} options only: one of its files, by an option of apt-get.
 * @returns {Promise<string | undefined>} Why the mirror does not give it; undefined when it did.
 */
export async function downloadSource(source, layout, { cwd, log, only }) {
  try {
    const files = only ? [only] : [];
    const command = [
      'apt-get',
      ...aptOptions(layout),
      'source',
      '--download-only',
      ...files,
      source,
    ];
    await run(command, { step: `${source}: download`, log, cwd });
    return undefined;
  } catch (error) {
    if (!(error instanceof StepError) || error.fatal) throw error;
    return error.message;
  }
}

/**
 * For all of apt's programs: the state is ours.
 *
 * @param {Layout} layout
 */
export function aptOptions(layout) {
  const settings = {
    'Dir::Etc::SourceList': path.join(layout.apt, 'sources.list'),
    'Dir::Etc::SourceParts': '-',
    'Dir::State::Lists': path.join(layout.apt, 'lists'),
    'Dir::Cache': path.join(layout.apt, 'cache'),
    // The user _apt may not enter a cache inside a home folder.
    'APT::Sandbox::User': 'root',
    'Acquire::Retries': '5',
  };
  return ['-q', ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])];
}
