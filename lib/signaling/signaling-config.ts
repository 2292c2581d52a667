import {
  packetHeaders,
  sessionInfoHeaders,
  type PacketHeaderNames,
  type SessionInfoHeaderNames,
} from '../protocol/wire/header-names.js';
import { limits } from '../protocol/protocol-limits.js';
import { sessionInfoRetryDelays } from '../protocol/session-info-request.js';
import { pipe } from 'valibot';
import {
  check,
  httpHeaders,
  integer,
  listOf,
  milliseconds,
  number,
  optional,
  optionsOf,
  rule,
  text,
  type Checked,
  type Schema,
} from '../common/validation/index.js';

const ms = (fallback: number, min = 1) => optional(milliseconds(min), fallback);
const count = (fallback: number, min = 1) =>
  optional(integer(min, Number.MAX_SAFE_INTEGER), fallback);

/** A record of names; what is given replaces those that it mentions. */
function names<Names extends object>(defaults: Names): Schema<Names> {
  const members = Object.entries<string>(defaults as Readonly<Record<string, string>>).map(
    ([key, name]) => [key, optional(text, name)] as const,
  );
  return optional(
    optionsOf(Object.fromEntries(members)) as Schema<unknown> as Schema<Names>,
    defaults,
  );
}

/**
 * Every timer, limit and name of the client side, with its default. Times are milliseconds. Sections (§) are those of
 * `docs/protocol.md`.
 */
const members = {
  /** For one session-info request, until its body is read. */
  sessionInfoTimeoutMs: ms(15_000),
  /** Pauses before each further request after an answer worth a retry (§2); empty: no retry. */
  sessionInfoRetryDelaysMs: optional(listOf(milliseconds(0)), [...sessionInfoRetryDelays]),
  /** Names of the session-info headers. */
  sessionInfoHeaders: names(sessionInfoHeaders),
  /** Further HTTP headers of the session-info request. */
  requestHeaders: optional(httpHeaders, {}),
  /** Further HTTP headers of the WebSocket handshake, where the platform can send them. */
  webSocketHeaders: optional(httpHeaders, {}),
  /** What the client calls itself in session info and in connection-create. */
  clientVersion: optional(text, 'webrtc-session'),

  /** For the first WebSocket to open, and at most for each that resumes (§4). */
  openTimeoutMs: ms(15_000),
  /** Tries at the first open before `connect` fails. */
  openAttempts: count(3),
  /** Between keep-alive PINGs; the first after one period (§11). */
  pingIntervalMs: ms(5_000),
  /** Silence after which a socket that can be resumed counts as lost (§11). */
  deadAfterMs: ms(9_900),
  /** The same for a session without reconnection, where a false alarm costs more (§11). */
  deadAfterNoResumeMs: ms(49_900),
  /** For an answer to the PING sent when the application reports a network change, or after a suspension. */
  probeTimeoutMs: ms(2_000),
  /** A timer that is later than this means that the process was suspended or blocked. */
  suspendedAfterMs: ms(1_000),

  /** Between reconnection attempts, start to start (§11). */
  reconnectDelayMs: ms(500),
  /** Random share by which a delay is shortened or lengthened, so that clients do not come back in step. */
  reconnectJitter: optional(number(0, 1), 0.2),
  /** From the loss until the default policy gives up (§11). */
  reconnectGiveUpMs: ms(60_000),
  /**
   * Least time for an attempt until the server's first packet. Short, because an attempt made while the network is away
   * is answered late or never when it comes back; see `attemptTimeout` for how slow networks are treated.
   */
  reconnectAttemptTimeoutMs: ms(2_000),
  /** A loss sooner than this after a resume continues the series of attempts that led to it. */
  reconnectStableMs: ms(2_000),

  /** For the reply to a request; time without a connection does not count (§7 suggests 30 s). */
  requestTimeoutMs: ms(30_000),
  /**
   * Messages kept for resending until the server has answered them. After a loss they are sent all at once: more than a
   * server takes in one burst, or can recognise as duplicates, would be refused or done twice.
   */
  resendBufferMessages: count(2000),
  /** The same, as bytes. */
  resendBufferBytes: count(8 * 1024 * 1024),
  /**
   * Transaction ids remembered to recognise a message that comes twice: as many as a server keeps unacknowledged, since
   * after a loss it sends all of them again.
   */
  duplicateWindow: count(8192),
  /** Largest packet sent, bytes. */
  maxSendPacketBytes: count(limits.packetBytes, 1024),
  /** Largest packet taken, bytes: a session state lists every connection with its data. */
  maxReceivePacketBytes: count(limits.serverPacketBytes, 1024),
  /** Malformed packets in a row before the connection is dropped and resumed. */
  malformedPackets: count(16),
  /** Names of the packet headers (§5). */
  packetHeaders: names(packetHeaders),

  /** Between looks at the send buffer when leaving (§12). */
  leaveFlushIntervalMs: ms(100),
  /** How many looks before the socket is closed anyway (§12). */
  leaveFlushChecks: count(10, 0),

  /** How long ICE state `failed` has to last before a peer connection that never worked is given up (§11). */
  iceFailedGraceMs: ms(5_000, 0),
  /**
   * How long the media of a peer connection that worked may be interrupted before it is given up, while messaging is
   * up. Longer than a lost publisher's time to return, so that the end of its stream comes first.
   */
  mediaRecoveryMs: ms(120_000),
  /** From publish until the stream is echoed (§10). */
  publishTimeoutMs: ms(15_000),
  /** From subscribe until the peer connection is connected. */
  subscribeTimeoutMs: ms(15_000),
};

type Members = typeof members;

/** The resolved configuration of the client side. */
export type SignalingConfig = { readonly [Name in keyof Members]: Checked<Members[Name]> };

/** Overrides of `SignalingConfig`; what is left out or `undefined` keeps its default. */
export type SignalingOptions = {
  readonly [Name in keyof Members]?: Override<Checked<Members[Name]>> | undefined;
};

type Override<Value> = Value extends PacketHeaderNames | SessionInfoHeaderNames
  ? Partial<Value>
  : Value;

/** Makes a {@link SignalingConfig} of {@link SignalingOptions}. */
export const signalingOptions: Schema<SignalingConfig> = pipe(
  optionsOf(members),
  longerThanPing('deadAfterMs'),
  longerThanPing('deadAfterNoResumeMs'),
);

/**
 * The configuration with `options` applied. The facade's option `signaling` is checked in the same way, with its own path.
 *
 * @throws TypeError or RangeError naming the field.
 */
export function resolveConfig(options: SignalingOptions = {}): SignalingConfig {
  return check(signalingOptions, options, 'options');
}

function longerThanPing(at: 'deadAfterMs' | 'deadAfterNoResumeMs') {
  return rule<SignalingConfig>(
    (config) => config[at] > config.pingIntervalMs,
    (config) =>
      `must be longer than pingIntervalMs (${config.pingIntervalMs} ms), got ${config[at]}`,
    { at },
  );
}
