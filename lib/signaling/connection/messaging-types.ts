import type { Log } from '../../common/log.js';
import type { SessionError } from '../../common/session-error.js';
import type { ListenerErrorHandler } from '../../common/emitter.js';
import type { ProtocolError } from '../../protocol/protocol-error.js';
import type { SignalingConfig } from '../signaling-config.js';
import type { LossCause, ReconnectPolicy } from './reconnect-policy.js';
import type { ReconnectProgress } from './reconnector.js';
import type { Platform } from '../platform.js';

export interface MessagingSocketOptions {
  /** `messaging_url` of the session info, used as given. */
  readonly url: string;
  /** The client's own id, chosen by itself. */
  readonly connectionId: string;
  /** `symphony_address` of the session info: where requests go. */
  readonly serverAddress: string;
  /** What to subscribe to: the session's topic. */
  readonly topics: readonly string[];
  /** `properties.reconnection` of the session info. Without it a loss is final. */
  readonly resumable: boolean;
  readonly platform: Platform;
  readonly config: SignalingConfig;
  /** Default: {@link SteadyReconnectPolicy} with the times of `config`. */
  readonly reconnectPolicy?: ReconnectPolicy | undefined;
  readonly onListenerError?: ListenerErrorHandler | undefined;
  /** Attempts, losses with their causes, resumes, the end. Default: nowhere. */
  readonly log?: Log | undefined;
}

/** `reconnecting` begins with the event `lost` and ends with `resumed` or `closed`, or with `dispose()`. */
export type MessagingState =
  'new' | 'connecting' | 'connected' | 'reconnecting' | 'leaving' | 'closed';

/**
 * - `left`: `leave()` was called; the only one without an error.
 * - `aborted`: the signal given to `connect()`.
 * - `not-connected`: the first WebSocket did not open (1023, 1021 if it took too long).
 * - `refused`: the server refused CONNECT (1023).
 * - `server-closed`: the server ended the connection with 1000 or 1001: no retry (1022).
 * - `stopped`: the server said stop, close code 1011: no retry (1022).
 * - `forgotten`: the same in answer to a resume, i.e. the server does not know this socket (any more). Going on takes
 *   a new connection (1022).
 * - `lost`: lost, and the session cannot be resumed (1022).
 * - `gave-up`: lost, and the reconnect policy gave up (1022) or is faulty (2000).
 */
export type CloseReason =
  | 'left'
  | 'aborted'
  | 'not-connected'
  | 'refused'
  | 'server-closed'
  | 'stopped'
  | 'forgotten'
  | 'lost'
  | 'gave-up';

/** A message of the server that is not the reply to a request. */
export interface InboundMessage {
  /** Connection id, `symphony.` address, or empty for a signal of the server's own. */
  readonly from: string;
  /** For `parseServerMessage`. */
  readonly payload: string;
}

export interface MessagingEvents {
  /** In the order of arrival, each once; only while `connected`. */
  message: InboundMessage;
  /** The connection is lost and will be resumed. Followed by `resumed` or `closed`. */
  lost: { readonly cause: LossCause };
  /** The server has answered on the new connection. Comes before any message of it. */
  resumed: ReconnectProgress;
  /** A message was ignored because it is not a packet. */
  malformed: { readonly error: ProtocolError };
  /**
   * The end, once, after `connect()` was called; pending requests have been rejected before. Nothing is emitted
   * afterwards. Does not come after `dispose()`.
   */
  closed: { readonly reason: CloseReason; readonly error: SessionError | undefined };
}

export interface SendOptions {
  /**
   * Keep the message until the server has answered it, and send it again after a resume. Default true. Without it the
   * message is refused while there is no connection.
   */
  readonly retry?: boolean | undefined;
  /** The session token, for the requests that carry it. */
  readonly token?: string | undefined;
}

export interface RequestOptions extends SendOptions {
  /** Milliseconds with a connection until the request fails. Default: `requestTimeoutMs` of the configuration. */
  readonly timeoutMs?: number | undefined;
  /**
   * `'message'`: only a MESSAGE (or an error) completes the request. For session-read, because a server that is asked
   * twice after a resume may say STATUS 200 before it repeats the MESSAGE. Default `'any'`: the first reply does.
   */
  readonly expects?: 'any' | 'message' | undefined;
  /** Cancels the request: it rejects with the signal's reason and is not sent again. */
  readonly signal?: AbortSignal | undefined;
}

/** The successful reply to a request. */
export interface Reply {
  /** Most replies are a STATUS; that of session-read is a MESSAGE. */
  readonly kind: 'status' | 'message';
  /** 2xx; 200 for a MESSAGE. */
  readonly status: number;
  /** For `parseStatusPayload` or `parseServerMessage`, by `kind`. */
  readonly payload: string;
}

/** One messaging connection of one session: what the session model needs of `MessagingSocket`. */
export interface Messaging {
  readonly state: MessagingState;
  readonly connectionId: string;

  on<Name extends keyof MessagingEvents>(
    name: Name,
    listener: (payload: MessagingEvents[Name]) => unknown,
  ): void;
  off<Name extends keyof MessagingEvents>(
    name: Name,
    listener: (payload: MessagingEvents[Name]) => unknown,
  ): void;

  /**
   * Opens the WebSocket and introduces the client (CONNECT, SUBSCRIBE); requests may follow at once. To be called once:
   * a further call rejects with 1015. Rejects with the error of `closed`, or with the signal's reason.
   */
  connect(options?: { readonly signal?: AbortSignal | undefined }): Promise<void>;

  /**
   * Sends a payload made by `formatClientMessage` and waits for its reply.
   *
   * Always settles. Rejects with `MessagingError` if the server refuses or does not answer in time; with `SessionError`
   * 1010 if there is no connection or it is lost (and no retry), 1022 or another if the connection ends, 2000 if the resend buffer is
   * full; with `ProtocolError` if the message does not fit into a packet; with the signal's reason.
   */
  request(payload: string, options?: RequestOptions): Promise<Reply>;

  /**
   * Like `request` for a message whose reply nobody needs. False if it was neither sent nor kept.
   *
   * @throws ProtocolError if it does not fit into a packet.
   */
  notify(payload: string, options?: SendOptions): boolean;

  /**
   * To be called when the platform reports another network: proves the connection, or tries again, at once instead of
   * when the silence has lasted long enough.
   */
  networkChanged(): void;

  /** Says goodbye, lets the send buffer drain and closes; pending requests reject (1010) at once. Never rejects. */
  leave(): Promise<void>;

  /** Ends everything now: pending calls reject (1010), no event comes any more. Idempotent, in any state. */
  dispose(): void;
}
