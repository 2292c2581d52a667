import { platform } from 'node:process';

import { expect, test } from 'vitest';

import { addonFile } from '../helpers/addon-file.js';
import { runChild } from './helpers/child.js';

test.runIf(platform === 'linux')('loading the binary starts no thread', async () => {
  const { stdout } = await runChild(
    `const { readdirSync } = require('node:fs');
     const before = readdirSync('/proc/self/task').length;
     process.dlopen({ exports: {} }, process.env.WEBRTC_SESSION_BINARY);
     console.log(readdirSync('/proc/self/task').length - before);`,
  );
  expect(stdout).toBe('0\n');
});

test('the binary loads a second time', () => {
  expect(() => {
    process.dlopen({ exports: {} }, addonFile);
  }).not.toThrow();
});
