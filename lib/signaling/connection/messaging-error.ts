import { ErrorCode, SessionError } from '../../common/session-error.js';
import type { LossCause } from './reconnect-policy.js';

/** Status of a {@link MessagingError} that stands for a reply that did not come in time. */
export const noReplyStatus = 408;

/**
 * A request that the server refused, or did not answer in time. What the status means depends on the request, so
 * callers usually translate it into another `SessionError` with this one as its cause.
 */
export class MessagingError extends SessionError {
  /** The reply's STATUS as an integer; 0 if it had none that is one; 408 if there was no reply in time. */
  readonly status: number;

  constructor(code: ErrorCode, status: number, message: string) {
    super(code, message);
    this.status = status;
  }
}

/** There is no connection, or it ended as wanted. */
export function disconnected(message: string): SessionError {
  return new SessionError(ErrorCode.SessionDisconnected, message);
}

/** The connection ended for good, against the application's will. */
export function dropped(cause: LossCause): SessionError {
  const message = `the messaging connection was lost: ${cause.detail}`;
  return new SessionError(ErrorCode.ConnectionDropped, message);
}
