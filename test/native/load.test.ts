import { platform } from 'node:process';

import { expect, test } from 'vitest';

import { addonFile } from '../helpers/processes/addon-file.js';
import { runNode } from '../helpers/processes/node-process.js';

test.runIf(platform === 'linux')('loading the binary starts no thread', async () => {
  // Not by runChild(), which loads it before anything else.
  const { stdout, stderr } = await runNode({
    args: [
      '-e',
      `const { readdirSync } = require('node:fs');
       const before = readdirSync('/proc/self/task').length;
       process.dlopen({ exports: {} }, ${JSON.stringify(addonFile)});
       console.log(readdirSync('/proc/self/task').length - before);`,
    ],
  });
  expect({ stdout, stderr }).toEqual({ stdout: '0\n', stderr: '' });
});

test('the binary loads a second time', () => {
  expect(() => {
    process.dlopen({ exports: {} }, addonFile);
  }).not.toThrow();
});
