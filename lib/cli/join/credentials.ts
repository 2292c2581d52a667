import { UsageError } from '../command-error.js';
import { readSessionEnv } from '../env-file.js';
import type { JoinOptions } from './join-options.js';

export interface Credentials {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly sessionId: string;
  readonly token: string;
}

/** @throws UsageError that names what is missing. */
export async function credentialsOf({ dev, env, ...given }: JoinOptions): Promise<Credentials> {
  if (dev) {
    const { API_URL, API_KEY, SESSION_ID, TOKEN } = await readSessionEnv(env);
    if (API_URL && API_KEY && SESSION_ID && TOKEN) {
      return { apiUrl: API_URL, apiKey: API_KEY, sessionId: SESSION_ID, token: TOKEN };
    }
    throw new UsageError(`--dev: ${env} has no session; run webrtc-session dev in this folder`);
  }
  return {
    apiUrl: needed('--url', given.url, 'API_URL'),
    apiKey: needed('--key', given.key, 'API_KEY'),
    sessionId: needed('--session', given.session, 'SESSION_ID'),
    token: needed('--token', given.token, 'TOKEN'),
  };
}

function needed(flag: string, given: string | undefined, variable: string): string {
  const value = given ?? process.env[variable] ?? '';
  if (value !== '') return value;
  throw new UsageError(`${flag} is needed, or ${variable} in the environment, or --dev`);
}
