import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { StepError } from '../../../scripts/windows/errors.mjs';
import { explain } from '../../../scripts/windows/main.mjs';
import { parseOptions } from '../../../scripts/windows/options.mjs';

test('a failure is told with its step, reason, remedy and log, under the name of the command', () => {
  const error = new StepError('wine: start', 'no', { remedy: 'try again', log: '/logs/wine.log' });
  expect(explain(error, 'test:windows')).toBe(
    [
      'test:windows failed',
      '  step:   wine: start',
      '  reason: no',
      '  remedy: try again',
      '  log:    /logs/wine.log',
    ].join('\n'),
  );
});

test('a full disk is told as such, whatever was being written', async () => {
  const error = await writeFile('/dev/full', 'text').catch((reason) => reason);
  expect(explain(error, 'build:windows')).toMatch(
    /^build:windows failed\n.*\n {2}reason: no space left on device\n {2}remedy: free some disk/,
  );
});

test('what nobody foresaw is told as it is', () => {
  const error = new TypeError('x is not a function');
  expect(explain(error, 'build:windows')).toBe(error);
});

test.each([[['--jobs', '0']], [['--mirror', 'debian']], [['--nonsense']], [['extra']]])(
  'options that are wrong, %j, are told without a stack',
  (args) => {
    let error;
    try {
      parseOptions(args, {});
    } catch (thrown) {
      error = thrown;
    }
    expect(explain(error, 'build:windows')).toMatch(/^build:windows: .*--help lists the options$/);
  },
);
