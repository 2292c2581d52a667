import { parseArgs } from 'node:util';
import { parseOptions as parseCommon } from '../windows/options.mjs';
import { platforms } from './platforms/index.mjs';

export const usage = `npm run build:engine -- --platform NAME [options]

Builds libwebrtc and its codecs from Debian's sources: 20 to 35 minutes on two idle cores the first time, seconds from the
cache. Option, variable, default:

  --platform NAME                       ${Object.keys(platforms).join(' or ')}
  --cache DIR    WEBRTC_SESSION_CACHE   results, sources and logs     ~/.cache/webrtc-session
  --jobs N       WEBRTC_SESSION_JOBS    compilers at a time           number of cores
  --nice N       WEBRTC_SESSION_NICE    niceness of compilers, 0-19   0
  --mirror URL   WEBRTC_SESSION_MIRROR  Debian mirror of the sources  http://deb.debian.org
  --help                                this text
`;

/**
 * @typedef {object} OwnOptions
 * @property {string} platform One of `platforms`; empty with `help`.
 * @property {boolean} [cachedOnly] Build nothing: what is not in the cache is an error.
 *
 * @typedef {import('../windows/options.mjs').Options & OwnOptions} Options
 */

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Options}
 * @throws {TypeError | RangeError} naming the option that is wrong.
 */
export function parseOptions(args, env) {
  const { platform, others } = takePlatform(args);
  const common = parseCommon(others, env);
  if (!common.help && !Object.hasOwn(platforms, platform)) {
    const known = Object.keys(platforms).join(' or ');
    throw new RangeError(`--platform must be ${known}, got "${platform}"`);
  }
  return { ...common, platform };
}

/** @param {string[]} args */
function takePlatform(args) {
  const { tokens } = parseArgs({
    args,
    strict: false,
    tokens: true,
    options: { platform: { type: 'string' } },
  });
  let platform = '';
  /** @type {Set<number>} */
  const taken = new Set();
  for (const token of tokens) {
    if (token.kind !== 'option' || token.name !== 'platform') continue;
    platform = token.value ?? '';
    taken.add(token.index);
    if (token.inlineValue === false) taken.add(token.index + 1);
  }
  return { platform, others: args.filter((_, index) => !taken.has(index)) };
}
