import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

export const usage = `npm run build:windows [-- options]

Cross-builds prebuilds/win32-x64/webrtc-session.node with clang. Option, variable, default:

  --cache DIR    WEBRTC_SESSION_CACHE   results, sources and logs     ~/.cache/webrtc-session
  --jobs N       WEBRTC_SESSION_JOBS    compilers at a time           number of cores
  --nice N       WEBRTC_SESSION_NICE    niceness of compilers, 0-19   0
  --mirror URL   WEBRTC_SESSION_MIRROR  Debian mirror of the sources  http://deb.debian.org
  --libraries                           stop after libwebrtc and its codecs
  --help                                this text
`;

/**
 * @typedef {object} Options
 * @property {string} cache Absolute path of the cache, outside the repository.
 * @property {number} jobs Compilers at a time, at least 1.
 * @property {number} nice Niceness of everything that is started, 0 to 19.
 * @property {string} mirror Root of a Debian mirror: `<mirror>/debian`, `<mirror>/debian-security`.
 * @property {boolean} librariesOnly Stop after libwebrtc and its codecs.
 * @property {boolean} help Print the usage and do nothing.
 */

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Options}
 * @throws {TypeError | RangeError} naming the option that is wrong.
 */
export function parseOptions(args, env) {
  const { values } = parseArgs({
    args,
    options: {
      cache: { type: 'string' },
      jobs: { type: 'string' },
      nice: { type: 'string' },
      mirror: { type: 'string' },
      libraries: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const cacheHome = env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  return {
    cache: path.resolve(
      values.cache ?? env.WEBRTC_SESSION_CACHE ?? path.join(cacheHome, 'webrtc-session'),
    ),
    jobs: integer(
      'jobs',
      values.jobs ?? env.WEBRTC_SESSION_JOBS,
      os.availableParallelism(),
      1,
      256,
    ),
    nice: integer('nice', values.nice ?? env.WEBRTC_SESSION_NICE, 0, 0, 19),
    mirror: mirrorUrl(values.mirror ?? env.WEBRTC_SESSION_MIRROR ?? 'http://deb.debian.org'),
    librariesOnly: values.libraries,
    help: values.help,
  };
}

/**
 * @param {string} name
 * @param {string | undefined} text
 * @param {number} fallback
 * @param {number} min
 * @param {number} max
 */
function integer(name, text, fallback, min, max) {
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new RangeError(`--${name} must be an integer from ${min} to ${max}, got "${text}"`);
  }
  return value;
}

/** @param {string} text */
function mirrorUrl(text) {
  if (!URL.canParse(text) || !/^(https?|file):$/.test(new URL(text).protocol)) {
    throw new TypeError(`--mirror must be an http, https or file URL, got "${text}"`);
  }
  return text.replace(/\/+$/, '');
}
