import { platform } from 'node:process';

import { describe, expect, test } from 'vitest';

import { runChild } from './helpers/child.js';

const shutDown = 'Error: webrtc-session was shut down in this environment';

/** What the program tells, by its argument. `/proc` is that of another process under Wine. */
const expectations: readonly [thing: string, told: unknown, onlyLinux?: true][] = [
  ['inherited descriptors', [], true],
  ['promises after shutdown', [shutDown, shutDown]],
  ['setters on prototypes', [true, true, true, true]],
  ['objects of another load', 'TypeError: engine must be an Engine'],
  ['a huge string', ['RangeError: candidate.candidate must be at most 4096 bytes', true]],
  ['five thousand completions', true],
  ['names of threads', ['audio-clock', 'video-clock'], true],
  ['a busy log handler', true],
  ['closing two hundred connections', true],
];

describe('the runtime of the binding', () => {
  test.each(expectations.filter(([, , onlyLinux]) => !onlyLinux || platform === 'linux'))(
    '%s',
    { timeout: 120_000 },
    async (thing, told) => {
      const { code, signal, stdout } = await runChild('runtime.mjs', { args: [thing] });
      expect({ code, signal, told: JSON.parse(stdout) as unknown }).toEqual({
        code: 0,
        signal: null,
        told,
      });
    },
  );
});
