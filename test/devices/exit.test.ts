import { platform } from 'node:process';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { expectEnding, type Ending } from '../native/helpers/ending.js';
import { XServer } from './helpers/x-server.js';

const program = new URL('programs/endings.mjs', import.meta.url);

const endings: readonly Ending[] = [
  {
    when: 'process.exit while devices are listed',
    status: 5,
    repeats: 20,
    how: 'exit while devices are listed',
  },
  {
    when: 'process.exit while a screen is captured',
    status: 6,
    repeats: 20,
    how: 'exit while a screen is captured',
  },
  {
    when: 'process.exit right after a capture was begun',
    status: 7,
    repeats: 5,
    how: 'exit right after a capture was begun',
  },
  {
    when: 'a worker terminated while a screen is captured',
    status: 0,
    repeats: 10,
    how: 'terminate a worker while a screen is captured',
  },
  { when: 'a throw in a listener of a capture', status: 1, repeats: 5, how: 'throw in a listener' },
  {
    when: 'the end of the script, everything closed from within a listener',
    status: 0,
    repeats: 5,
    how: 'close everything in a listener',
  },
];

describe.runIf(platform === 'linux')('a process that captures ends with its own status', () => {
  let server: XServer;
  beforeAll(async () => {
    server = await XServer.start(640, 360);
    process.env['DISPLAY'] = server.display;
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  test.concurrent.each(endings)('$when', { timeout: 900_000 }, (ending) =>
    expectEnding(ending, program),
  );
});
