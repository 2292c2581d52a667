import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatNotices } from '../../scripts/package/notices.mjs';
import { debianComponents, sourcesOf } from '../../scripts/third-party/debian.mjs';
import { engineComponents, sourcesOfArchives } from '../../scripts/third-party/engine.mjs';
import {
  accountingProblems,
  linkedArchives,
  loadedArchives,
} from '../../scripts/third-party/linker-map.mjs';

const map = `             VMA              LMA     Size Align Out     In      Symbol
             2e0              2e0       1c     1 .interp
            4960             4960       27    32         ../cache/libssl.a(d1.o):(.text.DTLS_method)
            4990             4990       27    32         /usr/lib/libtg_owt.a(checks.cc.o):(.rodata)
            49c0             49c0       27    32         engine.cc.o:(.text)
            49f0             49f0        8    32         /usr/lib/libtg_owt.a(logging.cc.o):(.text._Z1av)
            49f0             49f0        8     1                 rtc::Fatal(char const*)
`;

const log = `lld-link -lldmingw -out:a.node engine.obj ../cache/libssl.a -verbose
ld.lld: Reading ../cache/libssl.a
ld.lld: Reading /usr/lib/libtg_owt.a
ld.lld: Reading /usr/lib/libunused.a
ld.lld: Reading libtg_owt.a(checks.cc.o)
ld.lld: Loaded libtg_owt.a(checks.cc.o) for rtc::Fatal(char const*)
ld.lld: Loaded libssl.a(d1.o) for DTLS_method
ld.lld: Loaded libtg_owt.a(logging.cc.o) for rtc::Log()
`;

/** @param {string} name */
const component = (name) => ({ name, version: '1', origin: name, licences: [] });

describe("the linker's map", () => {
  test('tells the archives that gave members', () => {
    expect(linkedArchives(map)).toEqual(['../cache/libssl.a', '/usr/lib/libtg_owt.a']);
  });

  test('of a Windows binary does not; what the linker says does', () => {
    expect(loadedArchives(log)).toEqual(['../cache/libssl.a', '/usr/lib/libtg_owt.a']);
  });

  test.each(['', 'VMA LMA Size Align Out In Symbol\n', 'ld.lld: Reading /usr/lib/libunused.a\n'])(
    'is refused when it lists none: %j',
    (text) => {
      expect(() => linkedArchives(text)).toThrow('this is no linker map');
      expect(() => loadedArchives(text)).toThrow('this is no linker map');
    },
  );

  test('has to agree with the list of components', () => {
    const headers = { ...component('node-addon-api'), headersOnly: true };
    const listed = [component('openssl'), component('opus'), headers];
    expect(accountingProblems(['openssl', 'opus'], listed)).toEqual([]);
    expect(accountingProblems(['openssl', 'ffmpeg', 'ffmpeg'], listed)).toEqual([
      'ffmpeg is linked in and not in the list of components',
      'opus is in the list of components and not linked in',
    ]);
  });
});

describe('components', () => {
  test('of Debian are told by their source, once', () => {
    const [first, ...others] = debianComponents(['libc6', 'libc-bin']);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      name: 'glibc',
      version: expect.stringMatching(/^2\.\d/),
      origin: expect.stringMatching(/^Debian source package glibc 2\.\d/),
    });
  });

  test('of files are found through the packages that own them', () => {
    const file = '/usr/bin/ldd';
    expect(sourcesOf([file])).toEqual(new Map([[file, 'glibc']]));
  });

  test('that are not installed are an error, not a gap', () => {
    expect(() => debianComponents(['no-such-package'])).toThrow('no-such-package');
  });

  test('of the engine have the notices that its build kept, and are told by the place of an archive', () => {
    const prefix = mkdtempSync(path.join(tmpdir(), 'engine-'));
    const library = { name: 'opus', version: '1.6.1-1', key: 'k', prefix, cached: true };
    const folder = path.join(prefix, 'share', 'licenses', 'opus');
    mkdirSync(folder, { recursive: true });
    for (const name of ['copyright', 'COPYING']) writeFileSync(path.join(folder, name), name);
    expect(engineComponents([library])).toEqual([
      {
        name: 'opus',
        version: '1.6.1-1',
        origin: 'Debian source package opus 1.6.1-1',
        licences: [path.join(folder, 'COPYING'), path.join(folder, 'copyright')],
      },
    ]);
    const archives = [path.join(prefix, 'lib', 'libopus.a'), '/usr/bin/ldd'];
    expect(sourcesOfArchives(archives, [library])).toEqual(['opus', 'glibc']);
    rmSync(prefix, { recursive: true });
  });
});

test('notices list each binary and print each licence once', () => {
  const licences = [{ title: 'LICENSE', text: 'Do what you like.' }];
  const notice = {
    name: 'opus',
    version: '1.3',
    origin: 'Debian source package opus 1.3',
    licences,
  };
  const record = {
    inputs: '',
    sha256: '',
    components: [notice],
    commonLicences: { 'GPL-3': 'GPL text' },
  };
  const text = formatNotices([
    { platform: 'linux-x64', record },
    { platform: 'win32-x64', record: { ...record, components: [{ ...notice, version: '1.4' }] } },
  ]);
  expect(text).toContain(
    'In the binary for linux-x64:\n\n  opus  1.3  (Debian source package opus 1.3)',
  );
  expect(text).toContain('opus 1.3, opus 1.4: LICENSE');
  expect(text.match(/Do what you like\./g)).toHaveLength(1);
  expect(text.match(/GPL text/g)).toHaveLength(1);
});
