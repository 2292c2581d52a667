import { readFile } from 'node:fs/promises';
import type { SessionServerOptions } from '../../server/index.js';
import { CommandError, messageOf } from '../command-error.js';

export type IceOptions = Pick<SessionServerOptions, 'turn' | 'iceServers'>;

/**
 * STUN and TURN servers from a JSON file: a file, because command lines can be read by others and coturn's secret cannot.
 * The server checks the values.
 *
 * @throws CommandError that names the file, never what is in it.
 */
export async function readIceFile(file: string): Promise<IceOptions> {
  const content = await readObject(file);
  const unknown = Object.keys(content).find((key) => key !== 'turn' && key !== 'iceServers');
  if (unknown !== undefined) {
    throw new CommandError(`--ice ${file}: only turn and iceServers are known in it`);
  }
  return content;
}

async function readObject(file: string): Promise<object> {
  let content: unknown;
  try {
    content = JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''));
  } catch (error) {
    const problem = error instanceof SyntaxError ? 'is not JSON' : messageOf(error);
    throw new CommandError(`--ice ${file}: ${problem}`);
  }
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content;
  throw new CommandError(`--ice ${file}: must hold an object`);
}
