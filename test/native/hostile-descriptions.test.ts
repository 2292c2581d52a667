import { expect, test } from 'vitest';

import { runChild } from './helpers/child.js';

test(
  'damaged descriptions and candidates never end the process',
  { timeout: 300_000 },
  async () => {
    const { code, signal, stdout, stderr } = await runChild('damaged-descriptions.mjs', {
      timeoutMs: 280_000,
    });
    expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' });
    expect(stdout).toMatch(/^rejected \d+ of 300\n$/);
  },
);
