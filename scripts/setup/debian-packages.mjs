import { readFileSync } from 'node:fs';
import { aptRetries, retry } from '../common/retry.mjs';
import { SetupError, say, timed } from './report.mjs';
import { run } from './run.mjs';

/**
 * What the package and its demo do without: `setup.mjs --with <group>`.
 * @type {Readonly<Record<string, Readonly<Record<string, string>>>>}
 */
export const groups = {
  tests: {
    binutils: 'reads the native addon',
    gcc: 'compiles what the checks of binaries are tried on',
    'libc6-dev': 'C library for it',
    ffmpeg: 'decodes the files that `demo --file` publishes',
    xvfb: 'screen of the capture tests',
    'espeak-ng': 'makes the speech that the tests publish',
    openssl: 'makes the certificate of a test server',
  },
  engine: {
    'clang-22': 'compiler of libwebrtc and of the addon',
    'lld-22': 'its linker',
    'llvm-22': 'its archiver',
    'libstdc++-12-dev': 'C++ library',
    cmake: 'build system of the addon and of codecs',
    'ninja-build': 'runs the builds',
    'generate-ninja': 'tells the sources of libwebrtc (gn)',
    meson: 'build system of a codec',
    make: 'build system of a codec',
    nasm: 'assembler of the codecs',
    patch: 'applies patches to the sources',
    zstd: 'packs the sources',
    'dpkg-dev': 'unpacks source packages',
    'pkg-config': 'asked by the build files of libwebrtc',
    python3: 'runs scripts of the sources',
    binutils: 'reads the native addon',
    'libasound2-dev': 'headers of ALSA',
    'libpulse-dev': 'headers of PulseAudio',
    'libxcomposite-dev': 'headers of X11',
    'libxdamage-dev': 'headers of X11',
    'libxi-dev': 'headers of X11',
    'libxrandr-dev': 'headers of X11',
    'libxtst-dev': 'headers of X11',
  },
  faults: {
    iproute2: 'network namespaces of the fault suite',
    iptables: 'cuts and random loss in them',
  },
  interop: {
    chromium: 'a browser on the other side',
    'firefox-esr': 'another browser on the other side',
    coturn: 'TURN server of the relay-only calls',
  },
  routed: {
    janus: 'media router of the routed sessions',
    chromium: 'a browser in them',
  },
  'lint-native': {
    'clang-format-14': 'layout of the C++ sources',
    'clang-tidy-22': 'checks of the C++ sources',
  },
  windows: {
    'g++-mingw-w64-x86-64-posix': 'headers, C++ library and threads of Windows programs',
  },
  wine: {
    wine: 'commands that start and stop Wine',
    wine64: "runs Windows' node.exe",
    pulseaudio: 'sound card of the WASAPI tests',
    'gcc-mingw-w64-x86-64-posix': 'makes a DLL that Wine lacks',
  },
};

/**
 * @param {string} name
 * @param {readonly string[]} wanted named in the remedy
 */
async function installed(name, wanted) {
  const { code, output } = await run('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], {
    quiet: true,
  });
  if (code === 127) {
    throw new SetupError(
      'this is not a Debian system (no dpkg-query)',
      `install by hand what these Debian 12 packages hold: ${wanted.join(' ')}`,
    );
  }
  return code === 0 && output.trim() === 'installed';
}

function debianVersion() {
  try {
    return (
      /^VERSION_CODENAME=(.*)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unknown'
    );
  } catch {
    return 'unknown';
  }
}

/**
 * Keeps Debian from starting the daemons it installs (invoke-rc.d asks this file, exit 101 means no), then runs the
 * command that follows. A file of the administrator's is left alone.
 */
const withoutDaemons = `
  policy=/usr/sbin/policy-rc.d
  if [ ! -e $policy ]; then
    trap 'rm -f $policy' EXIT
    printf '#!/bin/sh\\nexit 101\\n' > $policy && chmod 755 $policy
  fi
  "$@"`;

/**
 * What passes by itself: another apt at work (its wait covers one of the locks only), lists that are older than the
 * archive, a network that was gone for a moment.
 */
const temporary =
  /Could not get lock.*|Unable to (acquire|lock).*|Failed to fetch.*|Hash Sum mismatch.*|Temporary failure.*/;

/** Asks nothing, and speaks English. */
const aptEnvironment = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };

/**
 * How to run apt-get as root.
 * @param {readonly string[]} wanted named in the remedy
 * @returns {Promise<string[]>}
 */
async function aptGet(wanted) {
  const options = Object.entries({ ...aptRetries, 'DPkg::Lock::Timeout': '300' });
  const apt = ['apt-get', '-y', '--no-install-recommends'].concat(
    options.flatMap(([name, value]) => ['-o', `${name}=${value}`]),
  );
  const command = ['sh', '-c', withoutDaemons, 'sh', ...apt];
  if (process.getuid?.() === 0) return command;
  const sudo = await run('sudo', ['-n', 'true'], { quiet: true });
  const settings = Object.entries(aptEnvironment).map(([name, value]) => `${name}=${value}`);
  if (sudo.code === 0) return ['sudo', '-n', ...settings, ...command];
  throw new SetupError(
    sudo.code === 127 ? 'not root, and there is no sudo' : 'not root, and sudo asks for a password',
    `run once as root: apt-get install ${wanted.join(' ')}`,
  );
}

/**
 * @param {readonly string[]} [groupNames] of {@link groups}
 * @returns {Promise<boolean>} whether anything had to be done
 */
export async function installDebianPackages(groupNames = []) {
  const unknown = groupNames.find((name) => !Object.hasOwn(groups, name));
  if (unknown !== undefined) {
    throw new SetupError(
      `--with ${unknown}: there is no such group of packages`,
      `use one of: ${Object.keys(groups).join(', ')}`,
    );
  }
  return installMissing(Object.assign({}, ...groupNames.map((name) => groups[name])));
}

/**
 * @param {Readonly<Record<string, string>>} packages each with its reason
 * @returns {Promise<boolean>} whether anything had to be done
 */
export async function installMissing(packages) {
  const names = Object.keys(packages);
  const present = await Promise.all(names.map((name) => installed(name, names)));
  const missing = names.filter((_, index) => !present[index]);
  if (missing.length === 0) return false;

  for (const name of missing) say(`missing: ${name} (${packages[name]})`);
  const [command = '', ...args] = await aptGet(names);
  const env = { ...process.env, ...aptEnvironment };
  const install = async () => {
    const lists = await timed('reading the Debian package lists', () =>
      run(command, [...args, 'update'], { env, quiet: true }),
    );
    const { code, output } = await timed(`installing ${missing.length} Debian packages`, () =>
      run(command, [...args, 'install', ...missing], { env, quiet: true }),
    );
    return { code, output: `${lists.output}\n${output}` };
  };
  const { code, output } = await retry(install, {
    temporary: (result) => (result.code === 0 ? undefined : temporary.exec(result.output)?.[0]),
    say,
  });
  if (code === 0) return true;
  const lastLines = output.trim().split('\n').slice(-5).join('\n  ');
  throw new SetupError(
    `apt-get could not install ${missing.join(' ')} (exit ${code}):\n  ${lastLines}`,
    /Unable to locate package|has no installation candidate/.test(output)
      ? `this needs Debian 12 (bookworm), this is "${debianVersion()}"; or the package lists could not be read: see the lines above`
      : 'check the network and the free disk space, then run the same command again',
  );
}
