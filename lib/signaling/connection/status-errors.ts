import { ErrorCode, SessionError, type ErrorSource } from '../../common/session-error.js';
import { ProtocolError } from '../../protocol/protocol-error.js';
import { MessagingError, noReplyStatus } from './messaging-error.js';

/** What a refused request means to the application. */
interface Meaning {
  /** Completes "could not …". */
  readonly action: string;
  readonly source: ErrorSource;
  /** By STATUS; 408 stands for no reply in time. */
  readonly byStatus: Readonly<Record<number, ErrorCode>>;
  /** For every other STATUS. */
  readonly otherwise: ErrorCode;
}

/** Requests by purpose; the numbers are those of the session API's error table. */
const meanings = {
  join: {
    action: 'join the session',
    source: 'session',
    byStatus: {
      401: ErrorCode.AuthorizationFailure,
      403: ErrorCode.AuthorizationFailure,
      404: ErrorCode.InvalidSessionId,
      [noReplyStatus]: ErrorCode.SessionConnectionTimeout,
      409: ErrorCode.SessionConnectionLimitExceeded,
    },
    otherwise: ErrorCode.ConnectionFailed,
  },
  read: {
    action: 'read the session state',
    source: 'session',
    byStatus: { 403: ErrorCode.AuthorizationFailure },
    otherwise: ErrorCode.SessionStateFailed,
  },
  publish: {
    action: 'publish',
    source: 'publisher',
    byStatus: { [noReplyStatus]: ErrorCode.PublisherTimeout },
    otherwise: ErrorCode.PublisherUnableToPublish,
  },
  changeStream: {
    action: 'change the stream',
    source: 'publisher',
    byStatus: { [noReplyStatus]: ErrorCode.PublisherTimeout },
    otherwise: ErrorCode.InternalError,
  },
  subscribe: {
    action: 'subscribe',
    source: 'subscriber',
    byStatus: {
      403: ErrorCode.AuthorizationFailure,
      404: ErrorCode.SubscriberServerCannotFindStream,
      [noReplyStatus]: ErrorCode.ConnectionTimedOut,
      409: ErrorCode.SubscriberStreamLimitExceeded,
    },
    otherwise: ErrorCode.InternalError,
  },
  signal: {
    action: 'send the signal',
    source: 'session',
    byStatus: {
      404: ErrorCode.SignalTargetNotFound,
      413: ErrorCode.SessionSignalDataTooLong,
    },
    otherwise: ErrorCode.UnableToSendSignal,
  },
  forceDisconnect: {
    action: 'force the connection to disconnect',
    source: 'session',
    byStatus: {},
    otherwise: ErrorCode.UnableToForceDisconnect,
  },
  forceUnpublish: {
    action: 'force the stream to end',
    source: 'session',
    byStatus: {},
    otherwise: ErrorCode.UnableToForceUnpublish,
  },
  forceMute: {
    action: 'mute',
    source: 'session',
    byStatus: {},
    otherwise: ErrorCode.SessionUnableToForceMute,
  },
} as const satisfies Record<string, Meaning>;

/** What a request is for. */
export type Purpose = keyof typeof meanings;

/**
 * The error an application gets when a request failed. The end of the session (1010, 1022) stays what it is, whatever
 * the request was for.
 */
export function requestError(purpose: Purpose, error: unknown): SessionError {
  const { action, source, byStatus, otherwise }: Meaning = meanings[purpose];
  if (error instanceof MessagingError) {
    const code = byStatus[error.status] ?? otherwise;
    return new SessionError(code, `could not ${action}: ${error.message}`, {
      source,
      cause: error,
    });
  }
  if (error instanceof SessionError) return error;
  return unexpectedError(`could not ${action}`, source, error);
}

/** For errors that are not ours: `ProtocolError` brings its own code, anything else is internal. */
export function unexpectedError(what: string, source: ErrorSource, cause: unknown): SessionError {
  const code = cause instanceof ProtocolError ? cause.sessionCode : ErrorCode.InternalError;
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new SessionError(code as ErrorCode, `${what}: ${detail}`, { source, cause });
}
