import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { spawnNode } from './spawn-node.js';

export interface ProcessResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProcessOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Then it is killed, which shows as a signal. Default 150 s, for machines that do other things as well. */
  readonly timeoutMs?: number;
  /** Told of each line of standard output as it comes. */
  readonly onLine?: (line: string) => void;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Runs Node from the package's root, where `webrtc-session` is the built package itself. */
export function runNode({
  args = [],
  env = {},
  timeoutMs = 150_000,
  onLine,
}: ProcessOptions): Promise<ProcessResult> {
  const child = spawnNode(args, {
    cwd: root,
    env: { ...process.env, ...env },
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => (output[stream] += text));
  }
  if (onLine) createInterface(child.stdout).on('line', onLine);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ code, signal, ...output });
    });
  });
}
