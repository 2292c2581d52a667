import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { ErrorCode } from '../../../lib/common/session-error.js';
import { root, tableRows, type Row } from './tables.js';

describe('docs/errors.md', () => {
  let rows: Row[];

  beforeAll(async () => {
    rows = await tableRows('docs/errors.md', 'code');
  });

  it('lists every code and name, and no other', () => {
    const documented = rows.map(([code, name]) => [name, Number(code)]);
    expect(Object.fromEntries(documented)).toEqual(ErrorCode);
    expect(documented).toHaveLength(Object.keys(ErrorCode).length);
  });

  it('has cause and remedy of each', () => {
    for (const [, name, cause, remedy] of rows) {
      expect([cause, remedy], name).not.toContain('');
    }
  });

  it('names tests that produce the error, or says why there is none', async () => {
    for (const [code = '', name = '', , , shownBy = ''] of rows) {
      const files = [...shownBy.matchAll(/`([^`]+\.test\.ts)`/g)].map(([, file = '']) => file);
      if (files.length === 0) expect(shownBy, name).toMatch(/^not reachable: ./);
      for (const file of files) {
        const text = await readFile(new URL(file, root), 'utf8');
        expect(text, `${file} and ${name}`).toMatch(new RegExp(`\\b(${code}|${name})\\b`));
      }
    }
  });
});
