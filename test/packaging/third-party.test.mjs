import { describe, expect, test } from 'vitest';
import { formatNotices } from '../../scripts/package/notices.mjs';
import { debianComponents, sourcesOf } from '../../scripts/third-party/debian.mjs';
import { accountingProblems, linkedArchives } from '../../scripts/third-party/linker-map.mjs';
import { linuxComponents } from '../../scripts/third-party/linux.mjs';

const map = `Archive member included to satisfy reference by file (symbol)

/usr/lib/libtg_owt.a(checks.cc.o)
                              engine.cc.o (rtc::Fatal())
/usr/lib/libtg_owt.a(logging.cc.o)
                              engine.cc.o (rtc::Log())
../cache/libssl.a(d1.o)       /usr/lib/libtg_owt.a(checks.cc.o) (DTLS_method)

Merging program properties

/usr/lib/libunused.a(never.o)
`;

/** @param {string} name */
const component = (name) => ({ name, version: '1', origin: name, licences: [] });

describe("the linker's map", () => {
  test('tells the archives that gave members', () => {
    expect(linkedArchives(map)).toEqual(['../cache/libssl.a', '/usr/lib/libtg_owt.a']);
  });

  test.each(['', 'Archive member included\n\nMerging'])(
    'is refused when it lists none: %j',
    (text) => {
      expect(() => linkedArchives(text)).toThrow('this is no linker map');
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
    const [first, ...others] = debianComponents(['libstdc++-12-dev', 'libgcc-12-dev']);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      name: 'gcc-12',
      version: expect.stringMatching(/^12\.\d/),
      origin: expect.stringMatching(/^Debian source package gcc-12 12\.\d/),
    });
  });

  test('of files are found through the packages that own them', () => {
    const archive = '/usr/lib/x86_64-linux-gnu/libcrypto.a';
    expect(sourcesOf([archive])).toEqual(new Map([[archive, 'openssl']]));
  });

  test('that are not installed are an error, not a gap', () => {
    expect(() => debianComponents(['no-such-package'])).toThrow('no-such-package');
  });

  test('of the Linux addon have versions and notices', () => {
    for (const { name, version, licences } of linuxComponents()) {
      expect(version, name).toMatch(/^\d/);
      expect(licences, name).not.toEqual([]);
    }
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
