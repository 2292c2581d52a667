import { describe, expect, test } from 'vitest';
import { readUnits } from '../../../scripts/engine/commands.mjs';
import { formatNinja } from '../../../scripts/engine/ninja.mjs';
import { platforms } from '../../../scripts/engine/platforms/index.mjs';
import { unify } from '../../../scripts/engine/unity.mjs';

/** @typedef {import('../../../scripts/engine/commands.mjs').Unit} Unit */

const linux = /** @type {import('../../../scripts/engine/platforms/index.mjs').Platform} */ (
  platforms['linux-x64']
);

/** @param {string} source @param {Partial<Unit>} [changes] @returns {Unit} */
const unit = (source, changes = {}) => ({
  language: 'cxx',
  source: `../../${source}`,
  definitions: ['A'],
  includes: ['../..'],
  options: [],
  ...changes,
});

describe("gn's commands", () => {
  test('tell source, definitions, folders and instruction sets, and nothing of the optimisation', () => {
    const command =
      'clang++ -MD -MF obj/x.o.d -DNAME=\\"a\\ b\\" "-DTEXT=\\"c d\\"" -DUSE_AURA=1 -D_FORTIFY_SOURCE=2 -I../.. -Igen ' +
      '-I../../third_party/perfetto/include -O3 -fno-rtti -mavx2 -mfma -c ../../api/x.cc -o obj/x.o';
    expect(readUnits(`touch obj/x.stamp\n${command}\n`)).toEqual([
      {
        language: 'cxx',
        source: '../../api/x.cc',
        definitions: ['NAME="a b"', 'TEXT="c d"'],
        includes: ['../..', 'gen'],
        options: ['-mavx2', '-mfma'],
      },
    ]);
  });

  test('of an assembler are known by the program', () => {
    const command =
      'python3 ../../build/gn_run_binary.py nasm -DPIC -felf64 -I../../x/ -Pconfig.asm -o obj/y.o ../../x/y.asm';
    expect(readUnits(command)).toEqual([
      {
        language: 'asm',
        source: '../../x/y.asm',
        definitions: ['PIC'],
        includes: ['../../x/'],
        options: ['-Pconfig.asm'],
      },
    ]);
  });

  test('name a file again for another target; it is compiled again for another instruction set only', () => {
    const lines = ['', '-DOTHER', '-mavx2'].map((more) => `clang ${more} -c ../../a.c -o a.o`);
    expect(readUnits(lines.join('\n')).map(({ options }) => options)).toEqual([[], ['-mavx2']]);
  });

  test.each(['third_party/perfetto/a.cc', 'third_party/ffmpeg/libavformat/b.c'])(
    'of %s, which nothing calls, are left out',
    (source) => {
      expect(readUnits(`clang -c ../../${source} -o x.o`)).toEqual([]);
    },
  );
});

describe('units of several files', () => {
  test('have twelve of one folder with the same settings, by names that the source root tells', () => {
    const units = Array.from({ length: 14 }, (_, index) => unit(`p2p/base/f${index}.cc`));
    const { single, unified } = unify(units, []);
    expect(single).toEqual([]);
    expect(unified.map(({ text }) => text.split('\n').length - 1)).toEqual([12, 2]);
    expect(unified[1]?.text).toBe('#include "p2p/base/f12.cc"\n#include "p2p/base/f13.cc"\n');
  });

  test.each([
    ['another folder', [unit('api/a.cc'), unit('call/b.cc')], []],
    ['other definitions', [unit('api/a.cc'), unit('api/b.cc', { definitions: ['B'] })], []],
    ['C', [unit('api/a.c', { language: 'c' }), unit('api/b.c', { language: 'c' })], []],
    ['other people', [unit('third_party/x/a.cc'), unit('third_party/x/b.cc')], []],
    ['what the platform keeps apart', [unit('win/a.cc'), unit('win/b.cc')], ['win/']],
  ])('have nothing of %s', (_, units, apart) => {
    expect(unify(units, apart)).toEqual({ single: units, unified: [] });
  });
});

describe('our build file', () => {
  test('compiles by relative paths, and quotes for the shell and for ninja', () => {
    const text = formatNinja([unit('api/x.cc', { definitions: ['A="b c"', 'D=$x'] })], linux);
    expect(text).toContain(
      `build units/api/x.cc.o: cxx ../../api/x.cc\n  settings = '-DA="b c"' '-DD=$$x' -I../..\n`,
    );
    expect(text).toContain('build libwebrtc.a: archive units/api/x.cc.o\n');
    expect(text).not.toMatch(/[ =']\/(?!dev)/);
  });

  test('gives a file that is compiled twice two objects', () => {
    const text = formatNinja([unit('a.cc'), unit('a.cc', { options: ['-mavx2'] })], linux);
    expect(text).toContain('archive units/a.cc.o units/a.cc.2.o\n');
  });
});
