import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { prebuildProblems } from '../../scripts/package/check.mjs';
import { SIZE_LIMIT, prebuildOf, prebuilds, recordName } from '../../scripts/package/layout.mjs';
import { inputsOf, sha256Of } from '../../scripts/package/record.mjs';

const linux = prebuildOf('linux-x64');
const entryPoints = ['napi_register_module_v1', 'node_api_module_get_api_version_v1'];

/** @type {string} */
let folder;
/** @type {string} */
let binary;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'prebuilds-'));
  mkdirSync(path.join(folder, linux.platform));
  binary = path.join(folder, linux.platform, linux.file);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** @param {string[]} symbols @param {string[]} [flags] */
function compile(symbols, flags = ['-s']) {
  const source = path.join(folder, 'addon.c');
  writeFileSync(source, symbols.map((name) => `int ${name}(void) { return 9; }\n`).join(''));
  execFileSync('cc', ['-shared', '-fPIC', ...flags, '-o', binary, source]);
}

/** @param {Partial<import('../../scripts/package/record.mjs').Record>} [changes] */
function writeRecord(changes = {}) {
  const record = { inputs: inputsOf(linux), sha256: sha256Of(binary), components: [], ...changes };
  writeFileSync(path.join(folder, linux.platform, recordName), JSON.stringify(record));
}

const problems = () => prebuildProblems(linux, folder);

test('a prebuild that fits its record and the sources may be shipped', () => {
  compile(entryPoints);
  writeRecord();
  expect(problems()).toEqual([]);
});

describe('a prebuild is refused, with the command that mends it,', () => {
  test.each(prebuilds)('when there is none for $platform', (prebuild) => {
    expect(prebuildProblems(prebuild, folder)).toEqual([
      `prebuilds/${prebuild.platform}/${prebuild.file} is missing: ${prebuild.command}`,
    ]);
  });

  test('when nothing tells what it was made of', () => {
    compile(entryPoints);
    expect(problems()).toEqual([expect.stringContaining('has no readable prebuild.json')]);
  });

  test('when the sources have changed', () => {
    compile(entryPoints);
    writeRecord({ inputs: '0'.repeat(64) });
    expect(problems()).toEqual([expect.stringMatching(/is stale, .*: npm run build:linux$/)]);
  });

  test('when it is another file than the record is about', () => {
    compile(entryPoints);
    writeRecord();
    compile([...entryPoints].reverse());
    expect(problems()).toEqual([expect.stringContaining('is not the file that prebuild.json')]);
  });

  test('when it exports a private symbol', () => {
    compile([...entryPoints, 'SSL_new']);
    writeRecord();
    expect(problems()).toEqual([expect.stringMatching(/ exports SSL_new$/)]);
  });

  test('when Node would not find its entry point', () => {
    compile(['napi_register_module_v1']);
    writeRecord();
    expect(problems()).toEqual([
      expect.stringMatching(/ lacks node_api_module_get_api_version_v1$/),
    ]);
  });

  test('when it is not stripped', () => {
    compile(entryPoints, ['-g']);
    writeRecord();
    expect(problems()).toEqual([expect.stringMatching(/ is not stripped$/)]);
  });

  test('when it needs a library that users are not told of', () => {
    compile(entryPoints, ['-s', '-Wl,--no-as-needed', '-lresolv']);
    writeRecord();
    expect(problems()).toEqual([expect.stringMatching(/ needs libresolv\.so\.2$/)]);
  });

  test('when it is too large', () => {
    compile(entryPoints);
    truncateSync(binary, SIZE_LIMIT + 1);
    writeRecord();
    expect(problems()).toEqual([expect.stringContaining(`has ${SIZE_LIMIT + 1} bytes`)]);
  });

  test('when it is no binary', () => {
    copyFileSync(import.meta.filename, binary);
    writeRecord();
    expect(problems()).toEqual([expect.stringContaining('cannot be inspected')]);
  });
});

test('the record of one platform does not depend on the patches for the other', () => {
  const inputs = prebuilds.map(({ platform, inputs }) => ({ platform, inputs: inputs.join(' ') }));
  expect(inputs).toEqual([
    { platform: 'linux-x64', inputs: expect.stringContaining('patches/linux-x64/') },
    { platform: 'win32-x64', inputs: expect.stringContaining('patches/win32-x64/') },
  ]);
  expect(inputs[0]?.inputs).not.toContain('win32-x64');
  expect(inputs[1]?.inputs).not.toContain('linux-x64');
  expect(inputsOf(linux)).not.toBe(inputsOf(prebuildOf('win32-x64')));
});

test('a platform that is not shipped is named, with those that are', () => {
  expect(() => prebuildOf('darwin-arm64')).toThrow(
    new RangeError('there is no prebuild for "darwin-arm64", only for linux-x64, win32-x64'),
  );
});
