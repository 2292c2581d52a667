import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../lib/cli/command-error.js';
import { demoOptions } from '../../../lib/cli/demo/demo-options.js';
import { parseOptions } from '../../../lib/cli/command-options.js';

describe('options of the demo', () => {
  it('are ten seconds of VP8 unless said otherwise', () => {
    expect(parseOptions(demoOptions, [])).toMatchObject({
      seconds: 10,
      codec: 'vp8',
      size: undefined,
      fps: undefined,
      lowLatency: false,
      out: 'demo-out',
      json: false,
    });
  });

  it('read a size', () => {
    expect(parseOptions(demoOptions, ['--size', '640X360']).size).toEqual({
      width: 640,
      height: 360,
    });
  });

  it.each(['640', '640x', '640x361', '62x64', '4098x64', '-2x64', '1e3x64'])(
    'refuse the size %s',
    (size) => {
      expect(() => parseOptions(demoOptions, [`--size=${size}`])).toThrow(UsageError);
    },
  );

  it.each([
    ['--seconds', '0'],
    ['--seconds', 'ten'],
    ['--fps', '0'],
    ['--fps', '121'],
    ['--codec', 'h266'],
    ['--out', ''],
    ['--file', ''],
  ])('refuse %s %s', (name, value) => {
    expect(() => parseOptions(demoOptions, [`${name}=${value}`])).toThrow(UsageError);
  });
});
