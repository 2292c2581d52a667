import { ErrorCode, SessionError, type ErrorSource } from '../../common/session-error.js';

const cancellations = new WeakSet<Error>();

/**
 * The rejection of an operation that the application itself put an end to: by leaving, or by ending what was only just
 * beginning. For code that awaits the operation it is a 1010 like any other; no event is raised for it.
 */
export function cancellation(message: string, source: ErrorSource = 'session'): SessionError {
  const error = new SessionError(ErrorCode.SessionDisconnected, message, { source });
  cancellations.add(error);
  return error;
}

export function isCancellation(error: unknown): boolean {
  return error instanceof Error && cancellations.has(error);
}
