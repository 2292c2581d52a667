import { createServer, type Server, type ServerOptions } from 'node:https';
import { SessionServerError } from '../session-server-error.js';

/** @throws SessionServerError `tls` for a certificate or key that is none, or a pair that does not belong together. */
export function createTlsServer(options: ServerOptions): Server {
  try {
    return createServer(options);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new SessionServerError('tls', `tls: certificate or key cannot be used: ${problem}`, {
      cause,
    });
  }
}
