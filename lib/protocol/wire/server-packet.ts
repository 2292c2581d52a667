import { packetType } from './packet-format.js';
import type { Packet } from './packet-format.js';
import { packetHeaders } from './header-names.js';
import type { PacketHeaderNames } from './header-names.js';

/** What a server's packet means to a client. */
export type ServerPacket =
  | {
      readonly type: 'message';
      /** To be copied into the acknowledgement. */
      readonly addresses: readonly string[];
      /** Connection id, `symphony.` address, or empty for a server-originated signal. */
      readonly from: string;
      readonly transactionId: string | undefined;
      /** For `parseServerMessage`. */
      readonly payload: string;
    }
  | {
      readonly type: 'status';
      readonly transactionId: string | undefined;
      /** 0 if the header is missing or not a number. */
      readonly status: number;
      /** Whether the status is 2xx; a missing one is an error. */
      readonly ok: boolean;
      /** For `parseStatusPayload`, if ok. */
      readonly payload: string;
    }
  | { readonly type: 'pong' }
  /** To be acknowledged if it has a transaction id, else ignored. */
  | {
      readonly type: 'unknown';
      readonly code: number;
      readonly addresses: readonly string[];
      readonly transactionId: string | undefined;
    };

/** Never throws: every packet has a meaning, if only `unknown`. */
export function parseServerPacket(
  packet: Packet,
  names: PacketHeaderNames = packetHeaders,
): ServerPacket {
  const { addresses, headers, payload } = packet;
  const transactionId = headers.get(names.transactionId);
  switch (packet.type) {
    case packetType.message:
      return {
        type: 'message',
        addresses,
        from: headers.get(names.from) ?? '',
        transactionId,
        payload,
      };
    case packetType.status: {
      const text = headers.get(names.status) ?? '';
      const status = /^\d{3}$/.test(text) ? Number(text) : 0;
      return { type: 'status', transactionId, status, ok: text.startsWith('2'), payload };
    }
    case packetType.pong:
      return { type: 'pong' };
    default:
      return { type: 'unknown', code: packet.type, addresses, transactionId };
  }
}
