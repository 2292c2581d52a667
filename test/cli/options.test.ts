import { describe, expect, it } from 'vitest';
import { UsageError } from '../../lib/cli/command-error.js';
import { helpOf } from '../../lib/cli/help.js';
import { choice, flag, number, parseOptions, table, text } from '../../lib/cli/command-options.js';

const options = {
  name: text('TEXT', 'a name'),
  logLevel: choice(['quiet', 'loud'], 'how much', 'quiet'),
  count: number('N', 'how many', { min: 1, max: 10 }, 3),
  factor: number('F', 'how far', { min: 0, max: 1, whole: false }),
  lowLatency: flag('faster'),
  limit: table('a limit', { sockets: 100, bytes: 5 }),
};

describe('parseOptions', () => {
  it('gives defaults where nothing is said', () => {
    expect(parseOptions(options, [])).toEqual({
      name: undefined,
      logLevel: 'quiet',
      count: 3,
      factor: undefined,
      lowLatency: false,
      limit: {},
      help: false,
    });
  });

  it('reads values in both notations, the last one wins, tables add up', () => {
    const argv = [
      ...['--name', 'first', '--name=second', '--log-level', 'loud', '--count', '10'],
      ...['--factor=0.5', '--low-latency', '--limit', 'sockets=7', '--limit', 'bytes=1', '-h'],
    ];
    expect(parseOptions(options, argv)).toEqual({
      name: 'second',
      logLevel: 'loud',
      count: 10,
      factor: 0.5,
      lowLatency: true,
      limit: { sockets: 7, bytes: 1 },
      help: true,
    });
  });

  it.each([
    [
      ['--nonsense'],
      '--nonsense is not an option; known: --help, --name, --log-level, --count, --factor, --low-latency, --limit',
    ],
    [['--lowlatency'], '--lowlatency is not an option; did you mean --low-latency?'],
    [['--name'], "Option '--name <value>' argument missing"],
    [['--name='], '--name must not be empty'],
    [['--low-latency=yes'], "Option '--low-latency' does not take an argument"],
    [['stray'], "Unexpected argument 'stray'"],
    [['--log-level', 'deafening'], '--log-level must be one of "quiet", "loud", got "deafening"'],
    [['--count', '11'], '--count must be an integer from 1 to 10, got 11'],
    [['--count', '1.5'], '--count must be an integer from 1 to 10, got 1.5'],
    [['--count', ' '], '--count must be an integer from 1 to 10, got " "'],
    [['--factor', 'NaN'], '--factor must be a number from 0 to 1, got "NaN"'],
    [['--limit', 'speed=1'], '--limit speed is not an option; known: sockets, bytes'],
    [['--limit', 'toString=1'], '--limit toString is not an option; known: sockets, bytes'],
    [['--limit', 'bytes'], '--limit bytes must be an integer from 1 to 2147483647, got ""'],
  ])('refuses %j naming the option', (argv, message) => {
    expect(() => parseOptions(options, argv)).toThrow(new UsageError(message));
  });
});

describe('helpOf', () => {
  it('lists every option with its placeholder, aligned', () => {
    const lines = helpOf('do', 'Does it.', options).split('\n');
    expect(lines[0]).toBe('Usage: webrtc-session do [options]');
    expect(lines).toContain('  --log-level quiet|loud  how much');
    expect(lines).toContain('  --low-latency           faster');
    expect(lines).toContain('                          sockets=100');
  });
});
