import { readFile, writeFile } from 'node:fs/promises';
import { CommandError, messageOf } from './command-error.js';

/** What `dev` writes for the programs of its user, and `join --dev` reads. */
export interface SessionEnv {
  readonly API_URL: string;
  readonly API_KEY: string;
  readonly SESSION_ID: string;
  readonly TOKEN: string;
}

const names = ['API_URL', 'API_KEY', 'SESSION_ID', 'TOKEN'] as const;

/** The values in a `.env` file; without those that are not there. @throws CommandError if it cannot be read. */
export async function readSessionEnv(file: string): Promise<Partial<SessionEnv>> {
  const found = (await contentOf(file)).split('\n').flatMap((line) => {
    const [, name = '', value = ''] = /^\s*([A-Z_]+)\s*=\s*"?([^"\r]*?)"?\s*$/.exec(line) ?? [];
    return names.some((known) => known === name) ? [[name, value] as const] : [];
  });
  return Object.fromEntries(found);
}

/** Writes the values; every other line of the file stays as it is. @throws CommandError if it cannot be written. */
export async function writeSessionEnv(file: string, values: SessionEnv): Promise<void> {
  const missing = new Map<string, string>(Object.entries(values));
  const lines = (await contentOf(file)).replace(/\n$/, '').split('\n');
  const kept = lines.flatMap((line) => {
    const [, name = ''] = /^\s*([A-Z_]+)\s*=/.exec(line) ?? [];
    if (!names.some((known) => known === name)) return [line];
    const value = missing.get(name);
    missing.delete(name);
    return value === undefined ? [] : [`${name}=${value}`];
  });
  const added = [...missing].map(([name, value]) => `${name}=${value}`);
  const text = [...(kept.join('\n') === '' ? [] : kept), ...added].join('\n');
  try {
    // It holds a token: for its owner only.
    await writeFile(file, `${text}\n`, { mode: 0o600 });
  } catch (error) {
    throw new CommandError(`--env ${file}: ${messageOf(error)}`);
  }
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw new CommandError(`--env ${file}: ${messageOf(error)}`);
  }
}
