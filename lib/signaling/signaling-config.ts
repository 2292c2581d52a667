import { packetHeaders, sessionInfoHeaders } from '../protocol/wire/header-names.js';
import { limits } from '../protocol/protocol-limits.js';
import { sessionInfoRetryDelays } from '../protocol/session-info-request.js';
import {
  count,
  delays,
  fraction,
  httpHeaders,
  milliseconds,
  names,
  text,
  type Field,
} from './config-fields.js';

/**
 * Every timer, limit and name of the client side, with its default. Times are milliseconds. Sections (§) are those of
 * `docs/protocol.md`.
 */
const table = {
  /** For one session-info request, until its body is read. */
  sessionInfoTimeoutMs: milliseconds(15_000),
  /** Pauses before each further request after an answer worth a retry (§2); empty: no retry. */
  sessionInfoRetryDelaysMs: delays(sessionInfoRetryDelays),
  /** Names of the session-info headers. */
  sessionInfoHeaders: names(sessionInfoHeaders),
  /** Further HTTP headers of the session-info request. */
  requestHeaders: httpHeaders(),
  /** Further HTTP headers of the WebSocket handshake, where the platform can send them. */
  webSocketHeaders: httpHeaders(),
  /** What the client calls itself in session info and in connection-create. */
  clientVersion: text('webrtc-session'),

  /** For the first WebSocket to open, and at most for each that resumes (§4). */
  openTimeoutMs: milliseconds(15_000),
  /** Tries at the first open before `connect` fails. */
  openAttempts: count(3),
  /** Between keep-alive PINGs; the first after one period (§11). */
  pingIntervalMs: milliseconds(5_000),
  /** Silence after which a socket that can be resumed counts as lost (§11). */
  deadAfterMs: milliseconds(9_900),
  /** The same for a session without reconnection, where a false alarm costs more (§11). */
  deadAfterNoResumeMs: milliseconds(49_900),
  /** For an answer to the PING sent when the application reports a network change, or after a suspension. */
  probeTimeoutMs: milliseconds(2_000),
  /** A timer that is later than this means that the process was suspended or blocked. */
  suspendedAfterMs: milliseconds(1_000),

  /** Between reconnection attempts, start to start (§11). */
  reconnectDelayMs: milliseconds(500),
  /** Random share by which a delay is shortened or lengthened, so that clients do not come back in step. */
  reconnectJitter: fraction(0.2),
  /** From the loss until the default policy gives up (§11). */
  reconnectGiveUpMs: milliseconds(60_000),
  /**
   * Least time for an attempt until the server's first packet. Short, because an attempt made while the network is away
   * is answered late or never when it comes back; see `attemptTimeout` for how slow networks are treated.
   */
  reconnectAttemptTimeoutMs: milliseconds(2_000),
  /** A loss sooner than this after a resume continues the series of attempts that led to it. */
  reconnectStableMs: milliseconds(2_000),

  /** For the reply to a request; time without a connection does not count (§7 suggests 30 s). */
  requestTimeoutMs: milliseconds(30_000),
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
  leaveFlushIntervalMs: milliseconds(100),
  /** How many looks before the socket is closed anyway (§12). */
  leaveFlushChecks: count(10, 0),

  /** How long ICE state `failed` has to last before a peer connection that never worked is given up (§11). */
  iceFailedGraceMs: milliseconds(5_000, 0),
  /**
   * How long the media of a peer connection that worked may be interrupted before it is given up, while messaging is
   * up. Longer than a lost publisher's time to return, so that the end of its stream comes first.
   */
  mediaRecoveryMs: milliseconds(120_000),
  /** From publish until the stream is echoed (§10). */
  publishTimeoutMs: milliseconds(15_000),
  /** From subscribe until the peer connection is connected. */
  subscribeTimeoutMs: milliseconds(15_000),
};

type Table = typeof table;
type OverrideOf<F> = F extends { resolve(name: string, override: infer Override): unknown }
  ? Override
  : never;

/** The resolved configuration of the client side. */
export type SignalingConfig = { readonly [Name in keyof Table]: Table[Name]['value'] };

/** Overrides of `SignalingConfig`; what is left out or `undefined` keeps its default. */
export type SignalingOptions = {
  readonly [Name in keyof Table]?: OverrideOf<Table[Name]> | undefined;
};

/**
 * The configuration with `overrides` applied.
 *
 * @throws TypeError for an unknown name or a wrong type, RangeError for a number out of range or times that contradict
 *   each other; the message begins with the field's name.
 */
export function resolveConfig(overrides: SignalingOptions = {}): SignalingConfig {
  for (const name of Object.keys(overrides)) {
    if (!Object.hasOwn(table, name)) throw new TypeError(`${name} is not a signalling option`);
  }
  const config = Object.fromEntries(
    Object.entries(table).map(([name, field]) => [name, resolveField(name, field, overrides)]),
  ) as SignalingConfig;
  for (const name of ['deadAfterMs', 'deadAfterNoResumeMs'] as const) {
    if (config[name] <= config.pingIntervalMs) {
      throw new RangeError(
        `${name} (${config[name]} ms) must be longer than pingIntervalMs (${config.pingIntervalMs} ms)`,
      );
    }
  }
  return config;
}

function resolveField(name: string, field: Field<unknown, never>, overrides: object): unknown {
  const override = (overrides as Record<string, unknown>)[name];
  return override === undefined ? field.value : field.resolve(name, override as never);
}
