import { SessionServerError } from '../server/index.js';
import { CommandError, UsageError } from './command-error.js';
import { flagOf } from './command-options.js';

/** What to do about it, where the server cannot know which options there are. */
const remedies: Readonly<Record<string, string>> = {
  'address-in-use': ': stop what uses it, or choose another with --port (0: any free one)',
  'unknown-session': ': its API key is in no project of the file',
};

/** Failures of the session server in the words of the command line. */
export function toCommandError(error: unknown): unknown {
  if (error instanceof TypeError || error instanceof RangeError) {
    return new UsageError(inFlags(error.message));
  }
  if (!(error instanceof SessionServerError)) return error;
  const Kind = error.code === 'external-address' ? UsageError : CommandError;
  return new Kind(inFlags(error.message) + (remedies[error.code] ?? ''));
}

/** What the command calls options of the server that it calls otherwise. */
const flags: Readonly<Record<string, string>> = {
  projectsFile: '--projects',
  tls: '--tls-cert or --tls-key:',
  turn: '--ice turn',
  iceServers: '--ice iceServers',
};

/** The server's options have the names that they have in code. */
function inFlags(message: string): string {
  return message
    .replace('allowExternal: true', '--allow-external')
    .replace('projectsFile', '--projects')
    .replace(/\boptions\.(\w+)/g, (_, name: string) => flags[name] ?? flagOf(name));
}
