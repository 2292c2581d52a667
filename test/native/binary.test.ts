import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { platform } from 'node:process';

import { describe, expect, test } from 'vitest';

import { addonFile } from '../helpers/processes/addon-file.js';

/** Names of dynamic symbols, without their versions. */
function symbols(...options: string[]): string[] {
  const output = execFileSync('nm', ['--dynamic', '--format=just-symbols', ...options, addonFile]);
  return output
    .toString()
    .trim()
    .split('\n')
    .map((name) => name.replace(/@.*$/, ''));
}

// test/windows/binary.test.mjs asks the same of the other one.
describe.runIf(platform === 'linux')('the binary, read by nm', () => {
  test('exports what Node looks for and nothing else', () => {
    expect(symbols('--defined-only').sort()).toEqual([
      'napi_register_module_v1',
      'node_api_module_get_api_version_v1',
    ]);
  });

  test('takes neither BoringSSL nor the C++ library from whoever has one', () => {
    const foreign = symbols('--undefined-only').filter((name) =>
      /^(SSL|EVP|CRYPTO|BIO|X509|DTLS|OPENSSL|_ZSt|_ZNSt|__cxa_throw)/.test(name),
    );
    expect(foreign).toEqual([]);
  });

  test('uses nothing of Node but Node-API', () => {
    const napi = symbols('--undefined-only').filter((name) => /^(_ZN2v8|_ZN4node|uv_)/.test(name));
    expect(napi).toEqual([]);
  });

  test('is of a size to ship', () => {
    expect(statSync(addonFile).size).toBeLessThan(20 * 2 ** 20);
  });
});

test('no buffer hands out memory of the binary, which Electron refuses', () => {
  // Names of what is imported stand in the file as they are, on Windows too, where nm does not look.
  const content = readFileSync(addonFile);
  expect(content.includes('napi_get_typedarray_info\0')).toBe(true);
  for (const name of ['napi_create_external_arraybuffer', 'napi_create_external_buffer']) {
    expect(content.includes(`${name}\0`), name).toBe(false);
  }
});
