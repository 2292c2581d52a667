import { ErrorCode, SessionError, type ErrorSource } from '../../common/session-error.js';

const withdrawals = new WeakSet<Error>();

/**
 * The rejection of an operation that the application itself put an end to: by leaving, or by ending what was only just
 * beginning. To whoever awaits the operation it is a 1010 like any other; nobody else needs to be told.
 */
export function withdrawal(message: string, source: ErrorSource = 'session'): SessionError {
  const error = new SessionError(ErrorCode.SessionDisconnected, message, { source });
  withdrawals.add(error);
  return error;
}

export function isWithdrawal(error: unknown): boolean {
  return error instanceof Error && withdrawals.has(error);
}
