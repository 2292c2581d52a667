import { packetType } from './packet-format.js';
import type { Packet } from './packet-format.js';
import { packetHeaders, raptorContentType } from './header-names.js';

/** Contents of a MESSAGE packet, in either direction. */
export interface MessagePacketInit {
  /** Client: the server's address. Server: a topic or connection ids. */
  readonly to: readonly string[];
  /** Connection id or server address; empty for a server-originated signal. */
  readonly from: string;
  readonly transactionId: string;
  /** Made by `formatClientMessage` or `formatServerMessage`. */
  readonly payload: string;
  /** Client, on connection-create only. */
  readonly token?: string | undefined;
  /** Server, on the reply to a read: success is told in the MESSAGE itself. */
  readonly status?: number | undefined;
}

export interface StatusPacketInit {
  /** The connection that asked. */
  readonly to: readonly string[];
  /** Of the request. */
  readonly transactionId: string;
  readonly status: number;
  /** Made by `formatStatusPayload`; default empty. */
  readonly payload?: string | undefined;
}

export interface ConnectPacketInit {
  /** The client's own, chosen by itself. */
  readonly connectionId: string;
  readonly transactionId: string;
  /** The server's address, told when the socket goes away. */
  readonly notifyAddress: string;
}

/** First packet of a client. */
export function connectPacket(init: ConnectPacketInit, names = packetHeaders): Packet {
  return packet(packetType.connect, [], {
    headers: [
      [names.connectionId, init.connectionId],
      [names.transactionId, init.transactionId],
      [names.notifyAddress, init.notifyAddress],
    ],
  });
}

export function subscribePacket(topics: readonly string[]): Packet {
  return packet(packetType.subscribe, topics);
}

export function unsubscribePacket(topics: readonly string[]): Packet {
  return packet(packetType.unsubscribe, topics);
}

export function messagePacket(init: MessagePacketInit, names = packetHeaders): Packet {
  const headers: [string, string][] = [
    [names.contentType, raptorContentType],
    [names.transactionId, init.transactionId],
    [names.from, init.from],
  ];
  if (init.token !== undefined) headers.push([names.token, init.token]);
  if (init.status !== undefined) headers.push([names.status, String(init.status)]);
  return packet(packetType.message, init.to, { headers, payload: init.payload });
}

/** The server's answer to a request. */
export function statusPacket(init: StatusPacketInit, names = packetHeaders): Packet {
  return packet(packetType.status, init.to, {
    headers: [
      [names.transactionId, init.transactionId],
      [names.status, String(init.status)],
    ],
    payload: init.payload ?? '',
  });
}

/**
 * A client's acknowledgement of a packet that has a transaction id and is not a STATUS: the packet's
 * addresses come back, and there is no status header (protocol §7).
 */
export function acknowledgePacket(
  init: { addresses: readonly string[]; transactionId: string; from: string },
  names = packetHeaders,
): Packet {
  return packet(packetType.status, init.addresses, {
    headers: [
      [names.transactionId, init.transactionId],
      [names.from, init.from],
    ],
  });
}

/** Clean leave; nothing is sent after it. */
export function disconnectPacket(): Packet {
  return packet(packetType.disconnect, []);
}

export function pingPacket(): Packet {
  return packet(packetType.ping, []);
}

export function pongPacket(): Packet {
  return packet(packetType.pong, []);
}

function packet(
  type: number,
  addresses: readonly string[],
  rest: { headers?: Iterable<readonly [string, string]>; payload?: string } = {},
): Packet {
  return { type, addresses, headers: new Map(rest.headers), payload: rest.payload ?? '' };
}
