import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { aptOptions, downloadSource, updateIndex } from '../windows/apt.mjs';
import { main } from '../windows/main.mjs';
import { engineLayout } from './library.mjs';
import { parseOptions } from './options.mjs';
import { pins, suites } from './sources.mjs';

/** Lines of a changelog that tell of a fault that a call could meet. */
const security =
  /CVE-\d{4}-\d+.*(WebRTC|libvpx|VP8|VP9|AV1|dav1d|libaom|BoringSSL|libsrtp|ffmpeg|libyuv|opus|openh264|libjpeg)|(WebRTC|libvpx|dav1d|libaom|BoringSSL|libsrtp|ffmpeg|libyuv).*CVE-\d{4}-\d+/i;

/**
 * Compares the pins with the archive's index.
 *
 * @param {import('./options.mjs').Options} options
 * @returns {Promise<boolean>} Whether something newer is announced.
 */
async function compare({ cache, mirror }) {
  const layout = engineLayout(cache, 'outdated');
  const log = path.join(layout.logs, 'outdated.log');
  await updateIndex(layout, { mirror, log, step: 'index', suites });
  let outdated = false;
  for (const [name, [pin]] of Object.entries(pins)) {
    if (!pin) continue;
    const newest = announced(name, layout).at(-1) ?? pin.version;
    const isNewer = precedes(pin.version, newest);
    outdated ||= isNewer;
    console.log(
      `${name}: pinned ${pin.version}${isNewer ? `, announced ${newest}` : ', the newest'}`,
    );
    if (!isNewer) continue;
    const lines = await fixesSince(name, pin.version, newest, layout, log);
    console.log(
      lines.map((line) => `  ${line}`).join('\n') || '  no line of the changelog tells of security',
    );
  }
  return outdated;
}

/**
 * @param {string} name
 * @param {import('./library.mjs').Layout} layout
 * @returns {string[]} Versions in the index, oldest first.
 */
function announced(name, layout) {
  const text = execFileSync(
    'apt-cache',
    [...aptOptions(layout), 'showsrc', '--only-source', name],
    {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const versions = [...text.matchAll(/^Version: (\S+)$/gm)].map(([, version = '']) => version);
  return versions.sort((a, b) => (a === b ? 0 : precedes(a, b) ? -1 : 1));
}

/** @param {string} a @param {string} b */
function precedes(a, b) {
  return spawnSync('dpkg', ['--compare-versions', a, 'lt', b]).status === 0;
}

/**
 * The security lines of the changelog between two versions.
 *
 * @param {string} name
 * @param {string} pinned
 * @param {string} newest
 * @param {import('./library.mjs').Layout} layout
 * @param {string} log
 */
async function fixesSince(name, pinned, newest, layout, log) {
  const folder = path.join(layout.work, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const refusal = await downloadSource(`${name}=${newest}`, layout, {
    cwd: folder,
    log,
    only: '--diff-only',
  });
  const file = (await readdir(folder)).find((entry) => entry.includes('.debian.tar.'));
  if (refusal || !file) return [`its changelog cannot be had yet (${refusal ?? 'no debian.tar'})`];
  const changelog = execFileSync('tar', ['-xOf', path.join(folder, file), 'debian/changelog'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const [since = ''] = changelog.split(`${name} (${pinned})`);
  return since
    .split('\n')
    .filter((line) => security.test(line))
    .map((line) => line.trim());
}

await main('engine:outdated', async () => {
  const options = parseOptions(['--platform', 'linux-x64', ...process.argv.slice(2)], process.env);
  if (await compare(options)) process.exitCode = 1;
});
