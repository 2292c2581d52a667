import { fileURLToPath } from 'node:url';

import { addonFile } from '../../helpers/processes/addon-file.js';
import {
  runNode,
  type ProcessOptions,
  type ProcessResult,
} from '../../helpers/processes/node-process.js';

const programs = new URL('../programs/', import.meta.url);

/** Runs a file of `test/native/programs`, or another one, in a Node process of its own with the binary under test. */
export function runChild(
  program: string | URL,
  {
    args = [],
    nodeOptions = [],
    env,
    timeoutMs = 60_000,
  }: ProcessOptions & { readonly nodeOptions?: readonly string[] } = {},
): Promise<ProcessResult> {
  return runNode({
    args: [...nodeOptions, fileURLToPath(new URL(program, programs)), ...args],
    env: { ...env, WEBRTC_SESSION_BINARY: addonFile },
    timeoutMs,
  });
}
