import { ProtocolError } from '../protocol-error.js';
import type { DecodeFrameOptions, Frame, FrameInit, FrameOptions } from './packet-format.js';
import { lengthBytes } from './packet-format.js';
import { FrameReader } from './packet-reader.js';
import { FrameWriter, checkCount } from './packet-writer.js';
import { checkFrameSize, limits } from '../protocol-limits.js';

/**
 * Bytes of a Rumor frame (protocol §5), one WebSocket message.
 *
 * @throws ProtocolError `frame-count`, `frame-text` or `frame-too-large` if it cannot be written.
 * @throws RangeError if the type is not an integer 0–255.
 */
export function encodeFrame(frame: FrameInit, options: FrameOptions = {}): Uint8Array<ArrayBuffer> {
  const { type, addresses = [], payload = '' } = frame;
  const { maxFrameBytes = limits.frameBytes } = options;
  const headers = [...(frame.headers ?? [])];
  if (!Number.isInteger(type) || type < 0 || type > 255) {
    throw new RangeError(`frame type must be an integer 0-255, got ${type}`);
  }
  checkCount('addresses', addresses.length, limits.addresses);
  checkCount('headers', headers.length, limits.headers);
  const writer = new FrameWriter([...addresses, ...headers.flat(), payload], maxFrameBytes);
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
 * The Rumor frame in one WebSocket message.
 *
 * Strict about lengths and UTF-8; tolerant of unknown types, of the reserved bytes and of repeated
 * headers. The result shares no memory with `bytes`.
 *
 * @throws ProtocolError `frame-*`, and nothing else.
 */
export function decodeFrame(bytes: Uint8Array, options: DecodeFrameOptions = {}): Frame {
  checkFrameSize(bytes.length, options.maxFrameBytes ?? limits.frameBytes);
  const reader = new FrameReader(bytes);
  const length = reader.uint32('length');
  if ((options.checkLength ?? true) && length !== bytes.length - lengthBytes) {
    throw new ProtocolError(
      'frame-length',
      `frame says ${length} bytes follow its length field, ${bytes.length - lengthBytes} do`,
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
