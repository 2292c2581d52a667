import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CommandError } from '../../command-error.js';
import { ownGroup } from '../processes/own-group.js';

/** How a missing tool is told. */
function missing(tool: string): CommandError {
  return new CommandError(
    `--file needs ${tool}, which was not found (Debian: apt-get install ffmpeg; Windows: ffmpeg.org)`,
  );
}

/** A running ffmpeg or ffprobe. */
export interface MediaTool {
  /** Pausing to read it pauses the tool. */
  readonly output: AsyncIterable<Uint8Array>;
  /** Resolves when the tool ended well or by {@link stop}; rejects with what it said otherwise. */
  readonly done: Promise<void>;
  stop(): void;
}

/** Starts ffmpeg or ffprobe; `subject` is what a failure is about, e.g. the file's name. */
export function startTool(tool: string, args: readonly string[], subject: string): MediaTool {
  const child = spawn(tool, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: ownGroup,
    windowsHide: true,
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    // The last lines say why; a broken file can produce thousands of them.
    complaint = (complaint + text).slice(-2000);
  });
  let stopped = false;

  const finish = async (): Promise<void> => {
    try {
      const [code] = (await once(child, 'close')) as [number | null];
      if (code === 0 || stopped) return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw missing(tool);
      throw error;
    }
    // The file's name, which ffmpeg puts in front, is told already.
    const reason =
      complaint
        .trim()
        .split('\n')
        .at(-1)
        ?.replace(/^file:.*?: /, '') ?? '';
    throw new CommandError(`ffmpeg cannot read ${subject}: ${reason || 'it gave no reason'}`);
  };
  const done = finish();
  // Whoever reads the output awaits it later; until then a failure is not an unhandled one.
  done.catch(() => undefined);
  return {
    output: child.stdout,
    done,
    stop() {
      stopped = true;
      child.kill();
      // Ends a reader that waits for more.
      child.stdout.destroy();
    },
  };
}
