import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { prebuild } from '../../scripts/windows/addon.mjs';
import { inspectBinary } from '../../scripts/windows/inspect-binary.mjs';

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
  expect(imports.filter((dll) => /gcc|stdc\+\+|pthread|ssl|crypto|vpx/.test(dll))).toEqual([]);
});

test('it asks for address randomisation over 64 bits and for data that is not executable', () => {
  expect(inspectBinary(prebuild).flags).toEqual(
    expect.arrayContaining(['HIGH_ENTROPY_VA', 'DYNAMIC_BASE', 'NX_COMPAT']),
  );
});

test('it is at most 20 MB', () => {
  expect(statSync(prebuild).size).toBeLessThanOrEqual(20_000_000);
});
