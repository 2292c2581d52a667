import { SessionServerError } from '../../../session-server-error.js';
import { JanusRefusal } from '../connection/janus-error.js';
import type { JanusSite } from './janus-place.js';

/** What is wrong with a Janus that was found, or not, and what to do about it. */
export function startProblem(error: unknown, site: JanusSite): unknown {
  if (error instanceof SessionServerError) return error;
  if (error instanceof JanusRefusal) {
    const text = `${shown(site)} refuses: ${error.message}; router.apiSecret must be its api_secret`;
    return new SessionServerError('router-refused', text, { cause: error });
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  // Those of ws itself are about what was answered.
  if (typeof code !== 'string' || code.startsWith('WS_')) return notJanus(site, error);
  const text = `no Janus at ${shown(site)} (${code}): start it, or give the URL of its WebSocket`;
  return new SessionServerError('router-unreachable', text, { cause: error });
}

export function notJanus(site: JanusSite, cause?: unknown): SessionServerError {
  return new SessionServerError(
    'router-unsuitable',
    `what answers at ${shown(site)} is not a Janus: give the URL of Janus' WebSocket`,
    { cause },
  );
}

/** Without a user or a password. */
function shown({ address }: JanusSite): string {
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host}${pathname}`;
}
