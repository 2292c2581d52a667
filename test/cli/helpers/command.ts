import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ProcessResult } from '../../helpers/processes/node-process.js';
import { spawnNode } from '../../helpers/processes/spawn-node.js';

const main = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));

/** Everything a run may take, on a machine that does other things as well. */
const timeoutMs = 150_000;

export interface RunningCommand {
  readonly process: ChildProcess;
  readonly pid: number;
  /** Resolves when it and all its children have closed their output. */
  readonly finished: Promise<ProcessResult>;
  /** Resolves with all of stdout so far as soon as it holds `text`. */
  printed(text: string): Promise<string>;
  /** Ctrl-C: SIGINT for the whole process group, as a terminal sends it. */
  interrupt(): void;
}

/** Starts the built command in a process group of its own. */
export function startCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): RunningCommand {
  if (!existsSync(main)) throw new Error('dist is missing: npm run build:ts');
  const child = spawnNode([main, ...args], {
    env: { ...process.env, ...env },
    detached: true,
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  const { pid = 0 } = child;
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => (output[stream] += text));
  }
  const finished = new Promise<ProcessResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ code, signal, ...output });
    });
  });
  return {
    process: child,
    pid,
    finished,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (output.stdout.includes(text)) resolve(output.stdout);
        };
        child.stdout.on('data', look);
        void finished.then(({ stderr }) => {
          reject(new Error(`it ended without printing ${text}: ${stderr}`));
        });
        look();
      }),
    interrupt() {
      process.kill(-pid, 'SIGINT');
    },
  };
}

/** How `serve` ends by a signal: in good order. Windows has no signals; there a process is ended at once. */
export const endedBy = (signal: NodeJS.Signals): Pick<ProcessResult, 'code' | 'signal'> =>
  process.platform === 'win32' ? { code: null, signal } : { code: 0, signal: null };

export function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ProcessResult> {
  return startCommand(args, env).finished;
}

/** Process ids of the children of a process (Linux). */
export async function childrenOf(pid: number): Promise<number[]> {
  const list = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return list.split(' ').filter(Boolean).map(Number);
}
