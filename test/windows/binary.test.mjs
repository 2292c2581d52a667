import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { buildFolder, prebuild } from '../../scripts/windows/addon.mjs';
import { binaryProblems, inspectBinary } from '../../scripts/windows/inspect-binary.mjs';

test('the shipped addon exports its two entry points and nothing else', () => {
  expect(inspectBinary(prebuild).exports).toEqual([
    'napi_register_module_v1',
    'node_api_module_get_api_version_v1',
  ]);
});

test('it imports DLLs of Windows only, and not node.exe, which may be called otherwise', () => {
  const { imports } = inspectBinary(prebuild);
  expect(imports).toContain('kernel32.dll');
  expect(imports).not.toContain('node.exe');
  expect(
    imports.filter((dll) => /gcc|stdc\+\+|pthread|ssl|crypto|vpx|dav1d|openh264|jpeg/.test(dll)),
  ).toEqual([]);
});

test('it asks for address randomisation over 64 bits and for data that is not executable', () => {
  expect(inspectBinary(prebuild).flags).toEqual(
    expect.arrayContaining(['HIGH_ENTROPY_VA', 'DYNAMIC_BASE', 'NX_COMPAT']),
  );
});

test('it is at most 20 MB', () => {
  expect(statSync(prebuild).size).toBeLessThanOrEqual(20_000_000);
});

test('nothing else is wrong with it', () => {
  expect(binaryProblems(inspectBinary(prebuild))).toEqual([]);
});

const symbols = path.join(buildFolder, 'Release', 'webrtc-session.node.debug');
/** They are made beside a binary that is built, and not tracked. */
const tracked = existsSync(symbols) ? '' : ' (skipped: the binary was not built on this machine)';
test.skipIf(tracked)(
  `its symbols tell function and line of an address in a crash report${tracked}`,
  () => {
    const tool = (/** @type {string} */ name, /** @type {string[]} */ ...args) =>
      execFileSync(`llvm-${name}-22`, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
    const [address = ''] =
      / *([0-9a-f]+) T engine::MediaClock::run\(\)/.exec(tool('nm', '-C', symbols))?.slice(1) ?? [];
    const told = tool('addr2line', '-Cfe', symbols, `0x${address}`);
    expect(told).toMatch(
      /^engine::MediaClock::run\(\)\n.*native\/engine\/core\/media_clock\.cc:\d+/,
    );
    // How a debugger finds them.
    expect(tool('objdump', '-s', '-j', '.gnu_debuglink', prebuild)).toContain('webrtc-s');
  },
);
