import { describe, expect, test } from 'vitest';
import { retry } from '../../scripts/common/retry.mjs';

/** @param {string[]} results what comes of one try after the other; the last one stays */
async function run(results) {
  let tries = 0;
  /** @type {number[]} */
  const waits = [];
  /** @type {string[]} */
  const said = [];
  const result = await retry(async () => results[Math.min(tries++, results.length - 1)], {
    temporary: (text) => (text === 'busy' ? 'the archive is busy' : undefined),
    say: (line) => said.push(line),
    wait: async (ms) => waits.push(ms),
  });
  return { result, tries, waits, said };
}

describe('what is downloaded', () => {
  test.each(['done', 'no such package'])(
    'is asked for once if that settles it: %s',
    async (end) => {
      expect(await run([end])).toEqual({ result: end, tries: 1, waits: [], said: [] });
    },
  );

  test('is asked for again while what is in its way passes by itself, and says so', async () => {
    expect(await run(['busy', 'done'])).toEqual({
      result: 'done',
      tries: 2,
      waits: [5000],
      said: ['not yet, again in 5 s: the archive is busy'],
    });
  });

  test('is given up after four tries', async () => {
    expect(await run(['busy'])).toMatchObject({ result: 'busy', tries: 4, waits: [5e3, 2e4, 6e4] });
  });
});
