import { readFile } from 'node:fs/promises';
import type { SessionServerOptions } from '../../server/index.js';
import { CommandError, messageOf, UsageError } from '../command-error.js';

/**
 * Certificate and key of the server, from their files.
 *
 * @throws UsageError if there is only one of them. @throws CommandError that names the file which cannot be read.
 */
export async function readTlsFiles(
  cert: string | undefined,
  key: string | undefined,
): Promise<Pick<SessionServerOptions, 'tls'>> {
  if (cert === undefined && key === undefined) return {};
  if (cert === undefined || key === undefined) {
    throw new UsageError('--tls-cert and --tls-key are needed together');
  }
  return { tls: { cert: await read('--tls-cert', cert), key: await read('--tls-key', key) } };
}

async function read(flag: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CommandError(`${flag} ${file}: ${messageOf(error)}`);
  }
}
