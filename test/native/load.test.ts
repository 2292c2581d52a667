import { platform } from 'node:process';

import { expect, test } from 'vitest';

import { addonFile } from '../helpers/processes/addon-file.js';
import { runChild } from './helpers/child.js';

test.runIf(platform === 'linux')('loading the binary starts no thread', async () => {
  const { stdout, stderr } = await runChild('threads-of-loading.mjs');
  expect({ stdout, stderr }).toEqual({ stdout: '0\n', stderr: '' });
});

test('the binary loads a second time', () => {
  expect(() => {
    process.dlopen({ exports: {} }, addonFile);
  }).not.toThrow();
});
