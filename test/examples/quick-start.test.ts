import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { runExample } from '../helpers/processes/run-example.js';

it('examples/quick-start.mjs receives video and ends by itself', async () => {
  expect(await runExample('quick-start.mjs')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^pattern: \d+x\d+\n$/) as string,
    stderr: '',
  });
});

it('README shows examples/quick-start.mjs as it is', async () => {
  const [readme, example] = await Promise.all(
    ['../../README.md', '../../examples/quick-start.mjs'].map((path) =>
      readFile(new URL(path, import.meta.url), 'utf8'),
    ),
  );
  expect(readme).toContain(example?.slice(example.indexOf('import')).trim());
});
