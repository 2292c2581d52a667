import { platform } from 'node:process';

import { describe, expect, test } from 'vitest';

import { runChild } from './helpers/child.js';
import { expectEnding, type Ending } from './helpers/ending.js';

const endings: readonly Ending[] = [
  { when: 'process.exit during connect', status: 7, repeats: 20, how: 'exit during connect' },
  { when: 'process.exit while frames flow', status: 5, repeats: 20, how: 'exit while frames flow' },
  {
    when: 'a worker terminated while frames flow',
    status: 0,
    repeats: 20,
    how: 'terminate a worker while frames flow',
  },
  { when: 'a throw in a listener', status: 1, repeats: 20, how: 'throw in a listener' },
  {
    when: 'the end of the script, everything closed',
    status: 0,
    repeats: 5,
    how: 'close everything',
  },
  {
    when: 'the end of the script, nothing but the engine open',
    status: 0,
    repeats: 5,
    how: 'leave the engine open',
  },
  {
    when: 'process.exit right after the engine was made',
    status: 0,
    repeats: 5,
    how: 'exit right after the engine was made',
  },
  {
    when: 'process.exit while an offer is made',
    status: 3,
    repeats: 5,
    how: 'exit while an offer is made',
  },
  { when: 'an unhandled rejection', status: 1, repeats: 5, how: 'reject unhandled' },
  { when: 'a throw of something that is no object', status: 1, repeats: 2, how: 'throw a number' },
  {
    when: 'a worker terminated during connect while the main thread is in a call',
    status: 4,
    repeats: 5,
    how: 'terminate a worker during connect, exit in a call',
  },
  {
    when: 'process.exit in a worker while frames flow',
    status: 6,
    repeats: 5,
    how: 'exit in a worker while frames flow',
  },
];

describe('a process ends with its own status, without a signal', () => {
  test.concurrent.each(endings)('$when', { timeout: 900_000 }, (ending) =>
    expectEnding(ending, 'endings.mjs'),
  );
});

test('SIGTERM ends a process in a call at once', async () => {
  const result = await runChild('endings.mjs', { args: ['be killed in a call'] });
  // Windows has no signals; there Node ends the process with this code.
  const status = platform === 'win32' ? { code: 1 } : { code: null, signal: 'SIGTERM' };
  expect(result).toMatchObject({ ...status, stderr: '' });
});

test('an exception in one listener stops none of the others', async () => {
  const { code, stdout, stderr } = await runChild('endings.mjs', {
    args: ['throw in every listener'],
  });
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'true\n', stderr: '' });
});
