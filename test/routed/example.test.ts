import { expect, it } from 'vitest';
import { runExample } from '../helpers/processes/run-example.js';

it('examples/routed-webinar: everybody watches, and the speaker sends once', async () => {
  const { code, stdout, stderr } = await runExample('routed-webinar', { env: { AUDIENCE: '3' } });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout.trim().split('\n');
  expect(lines.slice(0, 3)).toEqual(Array(3).fill('seen: 640 × 360'));
  expect(lines.slice(3)).toEqual(['3 watch, and the speaker sends to 1']);
});
