/** What one server, session, connection or socket may use. All integers of at least 1. */
export interface ServerLimits {
  /** Open messaging sockets in all; more are rejected with HTTP 503. Default 10 000. */
  readonly sockets: number;
  /** Open messaging sockets of one network address (of an IPv6 network of 64 bits); more get HTTP 429. Default 10 000. */
  readonly socketsPerAddress: number;
  /**
   * Open messaging sockets that have not joined a session; when there are more, the oldest of them is closed, 1008, so that
   * newcomers are not shut out. Default 4000.
   */
  readonly socketsNotJoined: number;
  /**
   * Requests of one network address that may be refused per second, e.g. because of a wrong token, on average; until that
   * many are left again, all others get HTTP 429 and its sockets are not let in. Default 200.
   */
  readonly refusalsPerSecond: number;
  /** The same at once. Default 2000. */
  readonly refusalBurst: number;
  /** Requests of a connection that has not joined which may be refused; one more closes its socket, 1008. Default 32. */
  readonly refusalsBeforeJoining: number;
  /** Warnings of what others do wrong that are logged per second. Default 50; the next line says how many were left out. */
  readonly warningsPerSecond: number;
  /** Sessions kept; creating more is rejected with HTTP 503. Default 100 000. */
  readonly sessions: number;
  /** Sessions kept of one project; creating more is rejected with HTTP 503. Default 50 000. */
  readonly sessionsPerProject: number;
  /** Connections of a session; joining a full one gets STATUS 409. Default 1000. */
  readonly connectionsPerSession: number;
  /** Streams of a connection; more get STATUS 409. Default 16. */
  readonly streamsPerConnection: number;
  /** Streams of a session; more get STATUS 409, but for the first one of a connection. Default 4000. */
  readonly streamsPerSession: number;
  /** What the streams of a connection take in the session's state, bytes of JSON; more get STATUS 409. Default 64 KiB. */
  readonly streamBytesPerConnection: number;
  /**
   * The same of a session, so that its state stays one that newcomers can read. The first stream of a connection, if it
   * takes no more than 2 KiB, is let in all the same: whoever uses all of it up only locks out himself. Default 4 MiB.
   */
  readonly streamBytesPerSession: number;
  /** Subscribers of a connection; more get STATUS 409. Default 1000. */
  readonly subscribersPerConnection: number;
  /** Subscribers of a stream; more get STATUS 409. Default 1000. */
  readonly subscribersPerStream: number;
  /** Subscribers of a stream that one connection has; more get STATUS 409. Default 1. */
  readonly subscribersPerConnectionAndStream: number;
  /** Rumor topics of a connection, which needs one; more close its socket, 1008. Default 16. */
  readonly topicsPerConnection: number;
  /** Largest packet from a client, bytes; a larger one closes the socket, 1009. Default 65 536. */
  readonly packetBytes: number;
  /** Requests per second of a socket, on average; more get STATUS 429. Default 1000. */
  readonly messagesPerSecond: number;
  /** Requests a socket may send at once, e.g. after reconnecting. Default 2000. */
  readonly messageBurst: number;
  /**
   * Events of a session that have not been sent yet, because sending takes longer than they come in; a request that makes
   * more gets STATUS 429, unless the connection makes no more than thirty of them in a second. Default 4096.
   */
  readonly eventsWaitingPerSession: number;
  /** Packets of any kind per second of a socket; more close it, 1008. Default 20 000. */
  readonly packetsPerSecond: number;
  /**
   * Bytes waiting to be written to a socket; more close it, 1008, as its client is too slow. What
   * is sent again after reconnecting does not count, nor does a session's state. Default 4 MiB.
   */
  readonly outgoingBytes: number;
  /**
   * Bytes held for all clients together: what waits to be written, and what they have not acknowledged. When it is more,
   * those with most of it are cut, until it is an eighth less. What goes to many is counted once. Default 256 MiB.
   */
  readonly outgoingBytesInAll: number;
  /**
   * Events kept for a connection until it acknowledges them, so that they can be sent again after
   * it reconnects. Clients that never acknowledge lose the oldest; from others it is a cut-off:
   * the socket closes with 1008 and cannot be resumed. Default 8192.
   */
  readonly unackedMessages: number;
  /** The same in bytes. Default 4 MiB. */
  readonly unackedBytes: number;
  /** Requests whose transaction ids a connection's duplicates are recognised by. Default 4096. */
  readonly dedupeWindow: number;
  /**
   * Connection ids of clients that have left, in all, which nobody may connect with again: CONNECT
   * gets STATUS 409. Default 65 536.
   */
  readonly departedIds: number;
  /** Codes of page links that were not used yet; the oldest is dropped for one more. Default 1000. */
  readonly pageCodes: number;
  /** REST requests of one project per second, on average; more get HTTP 429. Default 500. */
  readonly restRequestsPerSecond: number;
  /** The same at once. Default 2000. */
  readonly restRequestBurst: number;
  /** Largest body of a REST request, bytes; a larger one gets HTTP 413. Default 65 536. */
  readonly restBodyBytes: number;
}

/** How long the server waits. Milliseconds, integers of at least 1. */
export interface ServerTimers {
  /** From the socket's opening to having joined the session, else 1008. Default 15 000. */
  readonly handshakeMs: number;
  /**
   * Without any packet from a client, else 1008; clients ping every 5 to 30 s. Default 45 000.
   */
  readonly idleMs: number;
  /**
   * From the loss of a socket until its connection leaves the session (`networkDisconnected`).
   * Clients try for 60 s after they notice the loss. Default 60 000.
   */
  readonly graceMs: number;
  /** For a client to answer a closing handshake, and for `close()` in all. Default 2000. */
  readonly closeMs: number;
  /**
   * For the media path to do what a client asks of it (publish, subscribe, negotiate), else STATUS 504. Relayed sessions
   * never wait. Default 10 000; clients give a publisher 15 s.
   */
  readonly mediaMs: number;
  /** For Janus to take connections after it was started, by this server. Default 10 000. */
  readonly routerStartMs: number;
  /** For Janus to answer a request; then the connection to it counts as lost. Default 5000. */
  readonly routerRequestMs: number;
  /** Before a lost connection to Janus is tried again; twice as long each time, up to 32 times. Default 100. */
  readonly routerRetryMs: number;
  /** Between two questions to Janus whether it is there. Has to be less than its `session_timeout`. Default 5000. */
  readonly routerKeepAliveMs: number;
  /** How long the Janus that is started goes on without a connection to this server, rounded up to seconds. Default 60 000. */
  readonly routerReclaimMs: number;
  /** How long the link of `createPageLink` can be opened. Default 600 000, ten minutes. */
  readonly pageCodeMs: number;
  /** For an HTTP request to arrive completely. Default 10 000. */
  readonly requestMs: number;
  /**
   * Without anybody in it, after which a session is dropped, with its force mute. Its id stays valid, and it is a session
   * again when somebody comes; that of an application's session while the server runs. Default 3 600 000, an hour.
   */
  readonly sessionIdleMs: number;
  /** How long events may be sent on before everything else has its turn, and the other sessions' events. Default 10. */
  readonly deliverySliceMs: number;
}

export const defaultLimits: ServerLimits = {
  sockets: 10_000,
  socketsPerAddress: 10_000,
  socketsNotJoined: 4000,
  refusalsPerSecond: 200,
  refusalBurst: 2000,
  refusalsBeforeJoining: 32,
  warningsPerSecond: 50,
  sessions: 100_000,
  sessionsPerProject: 50_000,
  connectionsPerSession: 1000,
  streamsPerConnection: 16,
  streamsPerSession: 4000,
  streamBytesPerConnection: 64 * 1024,
  streamBytesPerSession: 4 * 1024 * 1024,
  subscribersPerConnection: 1000,
  subscribersPerStream: 1000,
  subscribersPerConnectionAndStream: 1,
  topicsPerConnection: 16,
  packetBytes: 64 * 1024,
  messagesPerSecond: 1000,
  messageBurst: 2000,
  eventsWaitingPerSession: 4096,
  packetsPerSecond: 20_000,
  outgoingBytes: 4 * 1024 * 1024,
  outgoingBytesInAll: 256 * 1024 * 1024,
  unackedMessages: 8192,
  unackedBytes: 4 * 1024 * 1024,
  dedupeWindow: 4096,
  departedIds: 65_536,
  pageCodes: 1000,
  restRequestsPerSecond: 500,
  restRequestBurst: 2000,
  restBodyBytes: 64 * 1024,
};

export const defaultTimers: ServerTimers = {
  handshakeMs: 15_000,
  idleMs: 45_000,
  graceMs: 60_000,
  closeMs: 2000,
  mediaMs: 10_000,
  routerStartMs: 10_000,
  routerRequestMs: 5000,
  routerRetryMs: 100,
  routerKeepAliveMs: 5000,
  routerReclaimMs: 60_000,
  pageCodeMs: 600_000,
  requestMs: 10_000,
  sessionIdleMs: 60 * 60 * 1000,
  deliverySliceMs: 10,
};
