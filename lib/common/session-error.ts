/**
 * The published error numbers of OpenTok-style SDKs. `docs/errors.md` lists cause and remedy of each.
 * Where one number has several names (2000), `SessionError.source` tells them apart.
 */
export const ErrorCode = {
  UnknownError: -1,
  GenericSdkError: 1,
  SignalTargetNotFound: 404,
  AuthorizationFailure: 1004,
  InvalidSessionId: 1005,
  ConnectionFailed: 1006,
  SessionDisconnected: 1010,
  SessionNullOrInvalidParameter: 1011,
  SessionIllegalState: 1015,
  SessionStateFailed: 1020,
  SessionConnectionTimeout: 1021,
  ConnectionDropped: 1022,
  ConnectionRefused: 1023,
  SessionBlockedCountry: 1026,
  SessionConnectionLimitExceeded: 1027,
  SessionSubscriberNotFound: 1112,
  SessionPublisherNotFound: 1113,
  P2PSessionMaxParticipants: 1403,
  SessionSignalDataTooLong: 1413,
  SessionSignalTypeTooLong: 1414,
  SessionInvalidSignalType: 1461,
  PublisherUnableToPublish: 1500,
  NoMessagingServer: 1503,
  UnableToForceDisconnect: 1520,
  UnableToForceUnpublish: 1535,
  SessionUnableToForceMute: 1540,
  PublisherTimeout: 1541,
  ConnectionTimedOut: 1542,
  UnableToSendSignal: 1550,
  SubscriberWebRTCError: 1600,
  SubscriberServerCannotFindStream: 1604,
  SubscriberStreamLimitExceeded: 1605,
  SubscriberPeerConnectionNotConnected: 1606,
  PublisherWebRTCError: 1610,
  PublisherCannotAccessCamera: 1650,
  PublisherCameraAccessDenied: 1670,
  PublisherUnexpectedPeerConnectionDisconnection: 1710,
  InternalError: 2000,
  SessionUnexpectedGetSessionInfoResponse: 2001,
  UnknownPublisherInstance: 2003,
  UnknownSubscriberInstance: 2004,
  VideoCaptureFailed: 3000,
  CameraFailed: 3010,
  VideoRenderFailed: 4000,
} as const;

/** The symbolic name of an error number, e.g. `'AuthorizationFailure'`. */
export type ErrorCodeName = keyof typeof ErrorCode;

/** A number of {@link ErrorCode}. */
export type ErrorCode = (typeof ErrorCode)[ErrorCodeName];

/** What an error is about. */
export type ErrorSource = 'session' | 'publisher' | 'subscriber' | 'device';

export interface SessionErrorOptions {
  /** Default `'session'`. */
  readonly source?: ErrorSource;
  readonly cause?: unknown;
}

const names = new Map<number, ErrorCodeName>(
  Object.entries(ErrorCode).map(([name, code]) => [code, name as ErrorCodeName]),
);

/**
 * A failure of a session, publisher, subscriber or device. Plain misuse (a wrong type, a value out of range) is a
 * `TypeError` or `RangeError` instead.
 */
export class SessionError extends Error {
  override readonly name = 'SessionError';
  readonly code: ErrorCode;
  /** Symbolic name of `code`. */
  readonly codeName: ErrorCodeName;
  readonly source: ErrorSource;

  constructor(code: ErrorCode, message: string, options: SessionErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.codeName = names.get(code) ?? 'UnknownError';
    this.source = options.source ?? 'session';
  }
}
