import { execFileSync } from 'node:child_process';
import { platform } from 'node:process';
import { expect, test } from 'vitest';
import { addonFile } from '../helpers/processes/addon-file.js';

test.runIf(platform === 'linux')('a machine without a desktop can load the addon', () => {
  const needed = execFileSync('objdump', ['--private-headers', addonFile])
    .toString()
    .matchAll(/NEEDED +(\S+)/g);
  const names = [...needed].map(([, name]) => name);
  expect(names).toContain('libc.so.6');
  expect(names.filter((name) => /^lib(X|g[a-z]+-2|pipewire|EGL|gbm|drm)/.test(name ?? ''))).toEqual(
    [],
  );
});
