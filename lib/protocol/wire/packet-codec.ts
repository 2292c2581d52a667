import { ProtocolError } from '../protocol-error.js';
import type { DecodePacketOptions, Packet, PacketInit, PacketOptions } from './packet-format.js';
import { lengthBytes } from './packet-format.js';
import { PacketReader } from './packet-reader.js';
import { PacketWriter, checkCount } from './packet-writer.js';
import { checkPacketSize, limits } from '../protocol-limits.js';

/**
 * Bytes of a Rumor packet (protocol §5), one WebSocket message.
 *
 * @throws ProtocolError `packet-count`, `packet-text` or `packet-too-large` if it cannot be written.
 * @throws RangeError if the type is not an integer 0–255.
 */
export function encodePacket(
  packet: PacketInit,
  options: PacketOptions = {},
): Uint8Array<ArrayBuffer> {
  const { type, addresses = [], payload = '' } = packet;
  const { maxPacketBytes = limits.packetBytes } = options;
  const headers = [...(packet.headers ?? [])];
  if (!Number.isInteger(type) || type < 0 || type > 255) {
    throw new RangeError(`packet type must be an integer 0-255, got ${type}`);
  }
  checkCount('addresses', addresses.length, limits.addresses);
  checkCount('headers', headers.length, limits.headers);
  const writer = new PacketWriter([...addresses, ...headers.flat(), payload], maxPacketBytes);
  writer.uint8(type);
  writer.uint8(addresses.length);
  for (const address of addresses) writer.string(address, 'address');
  writer.uint8(headers.length);
  for (const [name, value] of headers) {
    writer.string(name, 'header name');
    writer.string(value, 'header value');
  }
  writer.text(payload, 'payload');
  return writer.finish();
}

/**
 * The Rumor packet in one WebSocket message.
 *
 * Strict about lengths and UTF-8; tolerant of unknown types, of the reserved bytes and of repeated
 * headers. The result shares no memory with `bytes`.
 *
 * @throws ProtocolError `packet-*`, and nothing else.
 */
export function decodePacket(bytes: Uint8Array, options: DecodePacketOptions = {}): Packet {
  checkPacketSize(bytes.length, options.maxPacketBytes ?? limits.packetBytes);
  const reader = new PacketReader(bytes);
  const length = reader.uint32('length');
  if ((options.checkLength ?? true) && length !== bytes.length - lengthBytes) {
    throw new ProtocolError(
      'packet-length',
      `packet says ${length} bytes follow its length field, ${bytes.length - lengthBytes} do`,
      { field: 'length' },
    );
  }
  reader.uint16('reserved');
  const type = reader.uint8('type');
  const addresses: string[] = [];
  for (let count = reader.uint8('address count'); count > 0; count--) {
    addresses.push(reader.string(`address ${addresses.length}`));
  }
  const headers = new Map<string, string>();
  const headerCount = reader.uint8('header count');
  for (let i = 0; i < headerCount; i++) {
    headers.set(reader.string(`header ${i} name`), reader.string(`header ${i} value`));
  }
  return { type, addresses, headers, payload: reader.rest('payload') };
}
