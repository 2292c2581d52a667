import { describe, expect, test } from 'vitest';
import { binaryProblems } from '../../scripts/linux/inspect-binary.mjs';

const good = {
  libraries: ['ld-linux-x86-64.so.2', 'libc.so.6', 'libm.so.6'],
  exports: ['napi_register_module_v1', 'node_api_module_get_api_version_v1'],
  undefined: ['__cxa_finalize@GLIBC_2.2.5', '__gmon_start__', 'fmod@GLIBC_2.35', 'napi_throw'],
  stripped: true,
};

test('a Linux binary that needs glibc and Node alone is all right', () => {
  expect(binaryProblems(good)).toEqual([]);
});

describe('a Linux binary is refused that', () => {
  test.each([
    ['needs another library', { libraries: ['libX11.so.6'] }, ['needs libX11.so.6']],
    ['needs a newer glibc', { undefined: ['fmod@GLIBC_2.38'] }, ['needs fmod@GLIBC_2.38']],
    [
      'leaves a name to whoever defines it',
      { undefined: ['OPENSSL_memory_alloc', 'dav1d_open'] },
      ['does not define OPENSSL_memory_alloc', 'does not define dav1d_open'],
    ],
    ['exports more', { exports: [...good.exports, 'SSL_new'] }, ['exports SSL_new']],
    ['has its symbols', { stripped: false }, ['is not stripped']],
  ])('%s', (_, changes, problems) => {
    expect(binaryProblems({ ...good, ...changes })).toEqual(problems);
  });
});
