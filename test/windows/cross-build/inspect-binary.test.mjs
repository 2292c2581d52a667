import { expect, test } from 'vitest';
import { binaryProblems } from '../../../scripts/windows/inspect-binary.mjs';

const good = {
  imports: ['kernel32.dll', 'ws2_32.dll'],
  exports: ['napi_register_module_v1', 'node_api_module_get_api_version_v1'],
  flags: ['HIGH_ENTROPY_VA', 'DYNAMIC_BASE', 'NX_COMPAT'],
  executable: ['.text'],
  timestamp: 0,
};

test('an addon that depends on Windows alone has no problems', () => {
  expect(binaryProblems(good)).toEqual([]);
});

test.each([
  [{ imports: ['libstdc++-6.dll'] }, 'imports libstdc++-6.dll'],
  [{ imports: ['node.exe'] }, 'imports node.exe'],
  [{ exports: [...good.exports, 'SSL_new'] }, 'exports SSL_new'],
  [{ exports: ['napi_register_module_v1'] }, 'lacks node_api_module_get_api_version_v1'],
  [{ flags: ['DYNAMIC_BASE', 'NX_COMPAT'] }, 'lacks HIGH_ENTROPY_VA'],
  [{ executable: ['.text', '.rodata'] }, 'may execute .rodata'],
  [{ timestamp: 1700000000 }, 'tells when it was built (1700000000)'],
])('%j is refused', (change, problem) => {
  expect(binaryProblems({ ...good, ...change })).toEqual([problem]);
});
