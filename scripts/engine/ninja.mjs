import { fromRoot } from './unity.mjs';

/** @typedef {import('./commands.mjs').Unit} Unit */

/** For every unit. No path of this machine gets in: all of them are relative, and stand for the root of the source. */
const flags = [
  '-O2',
  '-g0',
  '-w',
  '-fvisibility=hidden',
  '-ffunction-sections',
  '-fdata-sections',
  '-fno-strict-aliasing',
  '-fno-delete-null-pointer-checks',
  '-fno-math-errno',
  '-fno-strict-overflow',
  '-fno-ident',
  '-ffile-prefix-map=../../=',
  '-fdebug-compilation-dir=.',
  '-D__DATE__=',
  '-D__TIME__=',
  '-Wno-builtin-macro-redefined',
];

/** As libwebrtc itself has it, but for type information: our own classes derive from its interfaces. */
const cxxFlags = ['-std=c++20', '-fno-exceptions', '-fvisibility-inlines-hidden'];

/** No tracing, which would need Perfetto; and memory that cannot be had ends the process, as in Chromium. */
export const definitions = ['NDEBUG', 'RTC_DISABLE_TRACE_EVENTS', 'ABSL_ALLOCATOR_NOTHROW=1'];

/**
 * The build file for ninja.
 *
 * @param {Unit[]} units
 * @param {import('./platforms/index.mjs').Platform} platform
 */
export function formatNinja(units, platform) {
  const common = [
    ...platform.compiler,
    ...platform.flags,
    ...flags,
    ...[...definitions, ...platform.definitions].map((name) => `-D${name}`),
    ...platform.includes.map((folder) => `-I../../${folder}`),
  ];
  const compile = '-MD -MF $out.d $settings -c $in -o $out';
  /** @type {string[]} */
  const objects = [];
  const steps = units.map((unit) => {
    const object = uniqueObject(unit, objects);
    objects.push(object);
    return `build ${object}: ${unit.language} ${escape(unit.source)}\n  settings = ${settings(unit)}\n`;
  });
  return `common = ${common.map(quote).join(' ')}
rule c
  command = clang-22 $common ${compile}
  description = $in
  depfile = $out.d
  deps = gcc
rule cxx
  command = clang++-22 ${cxxFlags.join(' ')} -include ../../headers/${platform.forced} $common ${compile}
  description = $in
  depfile = $out.d
  deps = gcc
rule asm
  command = nasm -f ${platform.nasmFormat} --reproducible $settings -o $out $in
  description = $in
rule archive
  command = rm -f $out && llvm-ar-22 rcsD $out @$out.rsp
  rspfile = $out.rsp
  rspfile_content = $in
${steps.join('')}build libwebrtc.a: archive ${objects.join(' ')}
default libwebrtc.a
`;
}

/**
 * @param {Unit} unit
 * @param {string[]} taken
 */
function uniqueObject({ source }, taken) {
  const base = `units/${fromRoot(source).replaceAll(/[^A-Za-z0-9_./-]/g, '_')}`;
  let object = `${base}.o`;
  for (let count = 2; taken.includes(object); count++) object = `${base}.${count}.o`;
  return object;
}

/** @param {Unit} unit */
function settings({ language, definitions: names, includes, options }) {
  // nasm wants the slash.
  const folders = includes.map((folder) => (language === 'asm' ? `-I${folder}/` : `-I${folder}`));
  const defined = names.map((definition) => `-D${definition}`);
  return [...defined, ...folders, ...options].map(quote).join(' ');
}

/** For the shell, and for ninja. @param {string} word */
function quote(word) {
  return escape(/^[\w@%+=:,./-]*$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
}

/** @param {string} text */
function escape(text) {
  return text.replaceAll('$', () => '$$');
}
