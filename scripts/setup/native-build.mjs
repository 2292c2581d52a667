import { copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { hashOf, nativeHeaders, nativeSources, root, stamp } from './inputs.mjs';
import { SetupError, say, timed } from './report.mjs';
import { run } from './run.mjs';

const binary = join(root, 'build/Release/webrtc-session.node');

/** Where built addons are kept between clones; `WEBRTC_SESSION_CACHE` moves it. */
const cacheFolder =
  process.env['WEBRTC_SESSION_CACHE'] ??
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'webrtc-session');

/** @param {string} from @param {string} to */
function copyWhole(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  const partial = `${to}.${process.pid}.partial`;
  copyFileSync(from, partial);
  renameSync(partial, to);
}

/** Versions of what gets linked in: a security update of the static libraries must rebuild. */
async function libraryVersions() {
  const names = ['libtgowt-dev', 'libssl-dev', 'g++', 'libabsl-dev', 'libc6-dev'];
  const format = '${Package}=${Version} ';
  return (await run('dpkg-query', ['-W', '-f', format, ...names], { quiet: true })).output;
}

/** @returns {Promise<boolean>} whether anything had to be done */
export async function buildNative() {
  const inputs = hashOf(
    [...nativeSources, 'scripts/third-party'],
    [...nativeHeaders(), await libraryVersions()],
  );
  const done = stamp('build/.native-inputs');
  if (existsSync(binary) && done.matches(inputs)) return false;

  const cached = join(cacheFolder, 'linux-x64', `${inputs.slice(0, 32)}.node`);
  if (existsSync(cached)) {
    copyWhole(cached, binary);
    say('native addon: taken from the cache');
    done.write(inputs);
    return true;
  }

  const { code, output } = await timed(
    'building the native addon (two minutes the first time)',
    () => run('npm', ['run', '--silent', 'build:native'], { cwd: root }),
  );
  if (code !== 0 || !existsSync(binary)) {
    throw new SetupError(
      `the native build failed (exit ${code})${existsSync(binary) ? '' : `, no ${binary}`}: ${output.trim().split('\n').at(-1) ?? ''}`,
      'read the compiler messages above; `rm -rf build` starts it afresh',
    );
  }
  done.write(inputs);
  try {
    copyWhole(binary, cached);
  } catch (error) {
    say(`not cached: ${error instanceof Error ? error.message : String(error)}`);
  }
  return true;
}
