/** Types of Rumor packets (protocol §5). 5 and 6 are unknown and, like all others, ignored. */
export const packetType = {
  subscribe: 0,
  unsubscribe: 1,
  message: 2,
  connect: 3,
  disconnect: 4,
  ping: 7,
  pong: 8,
  status: 9,
} as const;

/** Size of the length field, which does not count itself. */
export const lengthBytes = 4;

/** A decoded Rumor packet. */
export interface Packet {
  /** One of `packetType`, or an unknown number 0–255. */
  readonly type: number;
  readonly addresses: readonly string[];
  /** A Map, so that no key can reach an object's prototype. A repeated key has its last value. */
  readonly headers: ReadonlyMap<string, string>;
  readonly payload: string;
}

/** What `encodePacket` takes: a `Packet`, or just the parts that are not empty. */
export interface PacketInit {
  readonly type: number;
  readonly addresses?: readonly string[];
  readonly headers?: Iterable<readonly [name: string, value: string]>;
  readonly payload?: string;
}

export interface PacketOptions {
  /** Largest packet, bytes including the 4 length bytes. Default `limits.packetBytes` (64 KiB). */
  readonly maxPacketBytes?: number | undefined;
}

export interface DecodePacketOptions extends PacketOptions {
  /** Check the length field against the message's size. Default true. */
  readonly checkLength?: boolean | undefined;
}
