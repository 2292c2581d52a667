import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseOptions } from '../../../scripts/windows/options.mjs';

test('defaults', () => {
  expect(parseOptions([], {})).toEqual({
    cache: path.join(os.homedir(), '.cache', 'webrtc-session'),
    jobs: os.availableParallelism(),
    nice: 0,
    mirror: 'http://deb.debian.org',
    librariesOnly: false,
    help: false,
  });
});

test('an option goes before its variable', () => {
  const env = {
    WEBRTC_SESSION_CACHE: '/env',
    WEBRTC_SESSION_JOBS: '3',
    WEBRTC_SESSION_NICE: '4',
    WEBRTC_SESSION_MIRROR: 'https://env.test/',
  };
  expect(parseOptions([], env)).toMatchObject({
    cache: '/env',
    jobs: 3,
    nice: 4,
    mirror: 'https://env.test',
  });
  expect(parseOptions(['--cache', '/option', '--jobs', '7', '--libraries'], env)).toMatchObject({
    cache: '/option',
    jobs: 7,
    nice: 4,
    librariesOnly: true,
  });
});

test.each([
  [['--jobs', '0'], RangeError, '--jobs must be an integer from 1 to 256, got "0"'],
  [['--jobs', 'two'], RangeError, '--jobs must be an integer from 1 to 256, got "two"'],
  [['--nice', '20'], RangeError, '--nice must be an integer from 0 to 19, got "20"'],
  [['--mirror', 'debian'], TypeError, '--mirror must be an http, https or file URL, got "debian"'],
  [['--job', '2'], TypeError, /Unknown option '--job'/],
])('%j is refused', (args, type, message) => {
  expect(() => parseOptions(args, {})).toThrow(type);
  expect(() => parseOptions(args, {})).toThrow(message);
});
