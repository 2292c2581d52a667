/** Names of the Rumor packet headers. Case-sensitive on the wire. */
export interface PacketHeaderNames {
  readonly transactionId: string;
  readonly status: string;
  /** Originating connection id, a `symphony.` address, or empty for a server-originated signal. */
  readonly from: string;
  /** The client's token, on connection-create. */
  readonly token: string;
  readonly contentType: string;
  /** The client's connection id, on CONNECT. */
  readonly connectionId: string;
  /** Who is told when the socket goes away, on CONNECT. */
  readonly notifyAddress: string;
}

/** Rumor headers as last seen in public; the token's may have drifted since. */
export const packetHeaders: PacketHeaderNames = {
  transactionId: 'TRANSACTION-ID',
  status: 'STATUS',
  from: 'X-TB-FROM-ADDRESS',
  token: 'X-TB-TOKEN-AUTH',
  contentType: 'Content-Type',
  connectionId: 'uniqueId',
  notifyAddress: 'notifyDisconnectAddress',
};

/** Names of the HTTP headers of the session-info request. */
export interface SessionInfoHeaderNames {
  readonly token: string;
  readonly version: string;
  readonly clientVersion: string;
  readonly connectionId: string;
}

/** Session-info headers since 2021. */
export const sessionInfoHeaders: SessionInfoHeaderNames = {
  token: 'X-OPENTOK-AUTH',
  version: 'X-TB-VERSION',
  clientVersion: 'X-TB-CLIENT-VERSION',
  connectionId: 'X-TB-CONNECTIONID',
};

/** Headers under which a server accepts the token of a session-info request, newest first. */
export const acceptedTokenHeaders: readonly string[] = ['X-OPENTOK-AUTH', 'X-TB-TOKEN-AUTH'];

/** Content type of every MESSAGE payload, version 2. */
export const raptorContentType = 'application/x-raptor+v2';

/** WebSocket path on the messaging server. */
export const messagingPath = '/rumorwebsocketsv2';

/** Values of the STATUS header. */
export const status = {
  ok: 200,
  badRequest: 400,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  tooLarge: 413,
  tooManyRequests: 429,
  internalError: 500,
  notSupported: 501,
} as const;

/** WebSocket close codes and what a client does about them (protocol §11). */
export const closeCode = {
  /** Plain end; no retry. */
  normal: 1000,
  /** Plain end; no retry. */
  goingAway: 1001,
  /** Sent for packets that are not packets; a client may reconnect. */
  protocolError: 1002,
  /** Sent for slow consumers, rate and idle limits; a client may reconnect. */
  policyViolation: 1008,
  /** Sent for packets over the size limit; a client may reconnect. */
  tooLarge: 1009,
  /** The server says stop: no retry, fail. */
  stop: 1011,
  /**
   * Ours: a newer socket of the same client took over. A client may reconnect, because the newer one may be an attempt of
   * its own that it had given up and that arrived late.
   */
  replaced: 4000,
} as const;

/** Clients treat senders with this prefix as the server even though no such connection exists. */
const serverPrefix = 'symphony.';

/** Rumor address of the session app server on a host. */
export function serverAddress(host: string): string {
  return serverPrefix + host;
}

/** Whether a sender address is the server's rather than a connection's. */
export function isServerAddress(address: string): boolean {
  return address.startsWith(serverPrefix);
}
