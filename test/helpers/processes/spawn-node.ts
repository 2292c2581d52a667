import {
  spawn,
  type ChildProcessByStdio,
  type SpawnOptionsWithStdioTuple,
  type StdioNull,
  type StdioPipe,
} from 'node:child_process';
import type { Readable } from 'node:stream';

const attempts = 3;

export type SpawnNodeOptions = Omit<
  SpawnOptionsWithStdioTuple<StdioNull, StdioPipe, StdioPipe>,
  'stdio'
>;

/**
 * Starts this Node with pipes for its output. On a busy machine Wine now and then fails to start a process, which Node
 * calls `UNKNOWN`: nothing of it has run then, and it is asked again.
 */
export function spawnNode(
  args: readonly string[],
  options: SpawnNodeOptions,
): ChildProcessByStdio<null, Readable, Readable> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return spawn(process.execPath, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'UNKNOWN' || attempt === attempts) throw error;
    }
  }
}
