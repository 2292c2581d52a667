import { ProtocolError } from '../protocol-error.js';
import { packetType } from './packet-format.js';
import type { Packet } from './packet-format.js';
import { packetHeaders, isServerAddress } from './header-names.js';
import type { PacketHeaderNames } from './header-names.js';
import { limits } from '../protocol-limits.js';
import { isId } from '../ids.js';

/** What a client's packet means to the server. */
export type ClientPacket =
  | {
      readonly type: 'connect';
      /** Never a server address. */
      readonly connectionId: string;
      /** Some clients send none and want no reply. */
      readonly transactionId: string | undefined;
    }
  | { readonly type: 'subscribe' | 'unsubscribe'; readonly topics: readonly string[] }
  | {
      readonly type: 'message';
      readonly to: readonly string[];
      /** As claimed; the server knows better. */
      readonly from: string | undefined;
      readonly transactionId: string | undefined;
      readonly token: string | undefined;
      /** For `parseClientMessage`. */
      readonly payload: string;
    }
  | { readonly type: 'disconnect' }
  | { readonly type: 'ping' }
  | { readonly type: 'acknowledge'; readonly transactionId: string | undefined }
  /** To be ignored. */
  | { readonly type: 'unknown'; readonly code: number };

/** @throws ProtocolError `packet-header` if a header is missing or malformed. */
export function parseClientPacket(
  packet: Packet,
  names: PacketHeaderNames = packetHeaders,
): ClientPacket {
  const transactionId = packet.headers.get(names.transactionId);
  if (transactionId !== undefined) checkLength(names.transactionId, transactionId);
  switch (packet.type) {
    case packetType.connect:
      return { type: 'connect', connectionId: connectionId(packet, names), transactionId };
    case packetType.subscribe:
      return { type: 'subscribe', topics: packet.addresses };
    case packetType.unsubscribe:
      return { type: 'unsubscribe', topics: packet.addresses };
    case packetType.message:
      return {
        type: 'message',
        to: packet.addresses,
        from: packet.headers.get(names.from),
        transactionId,
        token: packet.headers.get(names.token),
        payload: packet.payload,
      };
    case packetType.disconnect:
      return { type: 'disconnect' };
    case packetType.ping:
      return { type: 'ping' };
    case packetType.status:
      return { type: 'acknowledge', transactionId };
    default:
      return { type: 'unknown', code: packet.type };
  }
}

function connectionId(packet: Packet, names: PacketHeaderNames): string {
  const id = packet.headers.get(names.connectionId);
  // A connection that calls itself symphony.x would be taken for the server by others.
  if (id === undefined || !isId(id) || isServerAddress(id)) {
    throw new ProtocolError(
      'packet-header',
      `header ${names.connectionId} must be a connection id of 1-${limits.idChars} characters A-Z a-z 0-9 - _ . ~`,
      { field: names.connectionId },
    );
  }
  return id;
}

function checkLength(name: string, value: string): void {
  if (value === '' || value.length > limits.idChars) {
    throw new ProtocolError(
      'packet-header',
      `header ${name} has ${value.length} characters, 1-${limits.idChars} are allowed`,
      { field: name },
    );
  }
}
