import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { updateIndex, downloadSource } from './apt.mjs';
import { StepError } from './errors.mjs';
import { run } from './process.mjs';

/**
 * @typedef {object} Pin One version of a Debian source package.
 * @property {string} version Debian version, with epoch.
 * @property {string} dsc SHA-256 of its .dsc file, which in turn lists the hashes of the others.
 *
 * @typedef {Pick<import('../engine/library.mjs').Layout, 'apt' | 'downloads'>} Layout
 */

/**
 * Provides the verified files of one source package. What was downloaded before is used before the
 * network is asked. The index of a mirror can be ahead of its pool (a security update that is
 * announced but not there yet), so the next older pin is tried when one cannot be had.
 *
 * @param {string} name Source package.
 * @param {Pin[]} candidates Acceptable versions, best first.
 * @param {Layout} layout
 * @param {{ mirror: string, log: string, suites?: readonly string[][] }} options
 * @returns {Promise<{ pin: Pin, dsc: string }>} The version and the path of its .dsc file.
 * @throws {StepError} when no pinned version can be had, or a file has the wrong hash.
 */
export async function fetchSource(name, candidates, layout, { mirror, log, suites }) {
  const step = `${name}: download`;
  for (const pin of candidates) {
    const dsc = path.join(downloadDirectory(name, pin, layout), dscName(name, pin));
    if ((await verify(dsc, pin)) === undefined) return { pin, dsc };
  }

  await updateIndex(layout, { mirror, log, step, suites });
  /** @type {string[]} */
  const refusals = [];
  for (const pin of candidates) {
    const directory = downloadDirectory(name, pin, layout);
    const partial = `${directory}.partial`;
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    const source = `${name}=${pin.version}`;
    const refusal = await downloadSource(source, layout, { cwd: partial, log });
    if (refusal) {
      refusals.push(`${pin.version}: ${refusal}`);
      continue;
    }

    const damage = await verify(path.join(partial, dscName(name, pin)), pin);
    if (damage) {
      throw new StepError(step, damage, {
        remedy: 'do not trust this mirror; name another with --mirror',
        log,
      });
    }
    await rm(directory, { recursive: true, force: true });
    await rename(partial, directory);
    return { pin, dsc: path.join(directory, dscName(name, pin)) };
  }
  throw new StepError(step, `no pinned version can be downloaded (${refusals.join('; ')})`, {
    remedy:
      'check the network, or name another mirror with --mirror (an archive keeps old versions)',
    log,
  });
}

/**
 * Unpacks a source package and applies patches. The target appears only when both are done.
 *
 * @param {string} dsc
 * @param {string} target
 * @param {{ step: string, log: string, patches: string[] }} options
 */
export async function unpackSource(dsc, target, { step, log, patches }) {
  const partial = `${target}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(path.dirname(target), { recursive: true });
  // --no-check: the pinned hashes are stricter than a signature of any maintainer.
  await run(['dpkg-source', '--no-check', '-x', dsc, partial], { step, log });
  for (const file of patches) {
    await run(['patch', '-p1', '--no-backup-if-mismatch', '-i', file], {
      step: `${step}: ${path.basename(file)}`,
      log,
      cwd: partial,
      remedy: 'the patch does not fit the pinned source; adapt it',
    });
  }
  await rename(partial, target);
}

/**
 * @param {string} dsc
 * @param {Pin} pin
 * @returns {Promise<string | undefined>} What is wrong, undefined when all is well.
 */
async function verify(dsc, pin) {
  let text;
  try {
    text = await readFile(dsc, 'utf8');
  } catch {
    return `${path.basename(dsc)} is missing`;
  }
  if (sha256(text) !== pin.dsc) return wrongHash(dsc, sha256(text), pin.dsc);
  const [, list = ''] = /^Checksums-Sha256:\n((?: .*\n)+)/m.exec(text) ?? [];
  for (const entry of list.trim().split('\n')) {
    const [expected = '', , name = ''] = entry.trim().split(/\s+/);
    const file = path.join(path.dirname(dsc), name);
    const content = await readFile(file).catch(() => undefined);
    if (!content) return `${name} is missing`;
    if (sha256(content) !== expected) return wrongHash(file, sha256(content), expected);
  }
  return undefined;
}

/**
 * @param {string} file
 * @param {string} actual
 * @param {string} expected
 */
function wrongHash(file, actual, expected) {
  return `${path.basename(file)} has SHA-256 ${actual}, expected ${expected}`;
}

/** @param {string | Buffer} data */
function sha256(data) {
  return createHash('sha256').update(data).digest('hex');
}

/**
 * @param {string} name
 * @param {Pin} pin
 */
function dscName(name, pin) {
  return `${name}_${pin.version.replace(/^\d+:/, '')}.dsc`;
}

/**
 * @param {string} name
 * @param {Pin} pin
 * @param {Layout} layout
 */
function downloadDirectory(name, pin, layout) {
  return path.join(layout.downloads, `${name}_${pin.version.replace(/^\d+:/, '')}`);
}
