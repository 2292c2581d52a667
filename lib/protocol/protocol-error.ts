/**
 * What went wrong, as a string a program can switch on.
 *
 * `packet-*`, `json-*`, `message-*`: bytes or text from the other side (or about to be sent to it).
 * `signal-*`: the signal limits. `session-*`: session ids and the session-info reply.
 * `token-*`: making or checking a token.
 */
export type ProtocolErrorCode = keyof typeof replies;

/**
 * How each error is told to others: `status` answers the sender (Rumor STATUS header or HTTP
 * status), `session` is the number the facade reports to the application (session API, error codes).
 */
const replies = {
  'packet-truncated': { status: 400, session: 2000 },
  'packet-length': { status: 400, session: 2000 },
  'packet-too-large': { status: 413, session: 2000 },
  'packet-text': { status: 400, session: 2000 },
  'packet-count': { status: 400, session: 2000 },
  'packet-header': { status: 400, session: 2000 },
  'json-syntax': { status: 400, session: 2001 },
  'json-depth': { status: 400, session: 2001 },
  'json-size': { status: 400, session: 2001 },
  'message-method': { status: 400, session: 2001 },
  'message-uri': { status: 400, session: 2001 },
  'message-field': { status: 400, session: 2001 },
  'signal-type-too-long': { status: 413, session: 1414 },
  'signal-type-characters': { status: 400, session: 1461 },
  'signal-data-too-long': { status: 413, session: 1413 },
  'session-id': { status: 404, session: 1005 },
  'session-info-empty': { status: 502, session: 1006 },
  'session-info-malformed': { status: 502, session: 2001 },
  'session-info-refused': { status: 502, session: 2001 },
  'session-info-key': { status: 403, session: 1004 },
  'token-malformed': { status: 403, session: 1004 },
  'token-expired': { status: 403, session: 1004 },
  'token-lifetime': { status: 403, session: 1004 },
  'token-signature': { status: 403, session: 1004 },
  'token-session': { status: 403, session: 1004 },
  'token-key': { status: 403, session: 1004 },
  'token-role': { status: 403, session: 1004 },
  'token-scope': { status: 403, session: 1004 },
  'token-data': { status: 403, session: 1004 },
} as const satisfies Record<string, { status: number; session: number }>;

export interface ProtocolErrorOptions {
  /** Path of the wrong field, e.g. `content.channel[0].width`. */
  readonly field?: string | undefined;
  /** Overrides the session error number that belongs to the code. */
  readonly sessionCode?: number | undefined;
  readonly cause?: unknown;
}

/**
 * The only error that decoding, parsing or verifying untrusted input ends in.
 *
 * Wrong arguments from our own code are `TypeError`/`RangeError` instead. Messages name the field
 * and never contain a token or a secret.
 */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly code: ProtocolErrorCode;
  /** Path of the wrong field, e.g. `content.channel[0].width`, if the error is about one. */
  readonly field: string | undefined;
  /** Number of the session API's error table that an application should see. */
  readonly sessionCode: number;

  constructor(code: ProtocolErrorCode, message: string, options: ProtocolErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.field = options.field;
    this.sessionCode = options.sessionCode ?? replies[code].session;
  }

  /** Status to answer the sender with: Rumor STATUS header or HTTP status. */
  get status(): number {
    return replies[this.code].status;
  }
}
