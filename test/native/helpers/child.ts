import { fileURLToPath } from 'node:url';

import { addonFile } from '../../helpers/processes/addon-file.js';
import { spawnNode } from '../../helpers/processes/spawn-node.js';

export interface ChildResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const prelude = fileURLToPath(new URL('prelude.cjs', import.meta.url));

/**
 * Runs a CommonJS snippet in a Node process of its own; `prelude.cjs` says what it finds in scope. A process that is not
 * done after `timeoutMs` is killed, which shows as a signal.
 */
export function runChild(
  snippet: string,
  { timeoutMs = 60_000, args = [] as readonly string[] } = {},
): Promise<ChildResult> {
  const source = `const { ${names.join(', ')} } = require(${JSON.stringify(prelude)});\n${snippet}`;
  const child = spawnNode([...args, '-e', source], {
    env: { ...process.env, WEBRTC_SESSION_BINARY: addonFile },
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => (output[stream] += text));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ code, signal, ...output });
    });
  });
}

const names = ['binding', 'config', 'connect', 'snippetWorker'];
