import { platform } from 'node:process';
import { describe, expect, test } from 'vitest';

import { runChild } from '../native/helpers/child.js';
import { XServer } from './helpers/x-server.js';

describe.runIf(platform === 'linux')('an X server that is stopped', () => {
  test('holds up neither closing a capture nor the end of the process', async () => {
    await using server = await XServer.start(640, 360);
    try {
      const { code, signal, stdout, stderr } = await runChild(
        new URL('programs/stopped-window-system.mjs', import.meta.url),
        { args: [String(server.pid)], env: { DISPLAY: server.display } },
      );
      const exitMs = Date.now();
      expect({ code, signal, stderr }).toEqual({ code: 8, signal: null, stderr: '' });
      const told = JSON.parse(stdout) as Record<'closeMs' | 'listMs' | 'exitAt', number>;
      expect(told).toMatchObject({ listed: 'listScreens: the window system does not answer' });
      // The bounds are 0.25 s for a capture and 2 s for a list.
      expect(told.closeMs).toBeLessThan(1000);
      expect(told.listMs).toBeLessThan(5000);
      expect(exitMs - told.exitAt).toBeLessThan(5000);
    } finally {
      process.kill(server.pid, 'SIGCONT');
    }
  });
});
