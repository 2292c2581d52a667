/**
 * One file to compile, as gn would have it compiled. Paths are relative to the folder that gn writes to.
 *
 * @typedef {object} Unit
 * @property {'c' | 'cxx' | 'asm'} language `asm` is for nasm; assembly of the C compiler counts as `c`.
 * @property {string} source
 * @property {string[]} definitions Without `-D`.
 * @property {string[]} includes Folders, in order.
 * @property {string[]} options Instruction sets, and files that are included first.
 */

/** Of Chromium's own C++ library, hardening, desktop toolkits and tracing: not ours. */
const foreignDefinition =
  /^(_LIBCPP_|_GLIBCXX_ASSERTIONS|_FORTIFY_SOURCE|USE_|CR_|NVALGRIND|DYNAMIC_ANNOTATIONS|__DATE__|__TIME|PROTOBUF_|RTC_USE_PERFETTO|WEBRTC_LIBRARY_IMPL|WEBRTC_ENCODER_PSNR_STATS|WIN32$|_WINDOWS$|_?UNICODE|WINVER|_WIN32_WINNT|NTDDI_VERSION|WINAPI_FAMILY|_CRT_|_ATL|_HAS_|_SCL|_SECURE|_WINSOCK_DEPR|CERT_CHAIN|PSAPI|__STD_C|_USING_V110)/;

/** Tools and tracing, which gn lists because something might use them. */
const foreignSource =
  /third_party\/(perfetto|protobuf|nasm|compiler-rt|utf8_range)\/|boringssl\/src\/pki\/|libavformat\//;

/**
 * Reads what `ninja -t commands` prints.
 *
 * @param {string} text
 * @returns {Unit[]} Each file once, or once per set of instructions.
 */
export function readUnits(text) {
  /** @type {Map<string, Unit>} */
  const units = new Map();
  for (const line of text.split('\n')) {
    const unit = unitOf(split(line));
    if (!unit || foreignSource.test(unit.source)) continue;
    const known = units.get(unit.source);
    if (!known) units.set(unit.source, unit);
    else if (unit.options.length > 0 && `${unit.options}` !== `${known.options}`) {
      units.set(`${unit.source} ${unit.options}`, unit);
    }
  }
  return [...units.values()];
}

/**
 * @param {string[]} words
 * @returns {Unit | undefined} Undefined for a command that compiles nothing.
 */
function unitOf(words) {
  const source = words[words.indexOf('-c') + 1] ?? '';
  if (words.includes('-c') && /\.(c|cc|cpp|cxx|S)$/.test(source)) {
    const language = /\.(c|S)$/.test(source) ? 'c' : 'cxx';
    return { language, source, ...settingsOf(words) };
  }
  const assembly = words.find((word) => word.endsWith('.asm') && !word.startsWith('-'));
  if (words.includes('nasm') && assembly) {
    return { language: 'asm', source: assembly, ...settingsOf(words) };
  }
  return undefined;
}

/** @param {string[]} words */
function settingsOf(words) {
  /** @type {string[]} */
  const definitions = [];
  /** @type {string[]} */
  const includes = [];
  /** @type {string[]} */
  const options = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === '-I' || word === '-isystem') includes.push(words[++index] ?? '');
    else if (word.startsWith('-I')) includes.push(word.slice(2));
    else if (word.startsWith('-D')) definitions.push(word.slice(2));
    else if (word.startsWith('-P')) options.push(word);
    else if (word === '-include') options.push(word, words[++index] ?? '');
    else if (/^-m(avx|sse|ssse|fma|bmi|f16c|aes|pclmul|sha|lzcnt|popcnt|vaes|vpcl)/.test(word)) {
      options.push(word);
    } else if (word.startsWith('/arch:')) options.push(...instructionsOf(word.slice(6)));
  }
  return {
    definitions: definitions.filter((name) => !foreignDefinition.test(name)),
    includes: includes.filter((folder) => !/perfetto|libc\+\+|^\/none/.test(folder)),
    options,
  };
}

/** @param {string} arch Microsoft's name. */
function instructionsOf(arch) {
  return (
    { AVX: ['-mavx'], AVX2: ['-mavx2', '-mfma'], AVX512: ['-mavx512f'] }[arch] ??
    /** @type {string[]} */ ([])
  );
}

/**
 * The words of a command line, as a shell would read it.
 *
 * @param {string} line
 */
function split(line) {
  return [...line.matchAll(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/g)].map(([word]) =>
    word.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/g, (_, double, single, escaped) =>
      double === undefined ? (single ?? escaped) : double.replace(/\\(["\\$`])/g, '$1'),
    ),
  );
}
