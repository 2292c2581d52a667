import { ProtocolError } from '../protocol-error.js';
import { lengthBytes } from './packet-format.js';
import { checkPacketSize, limits } from '../protocol-limits.js';
import { isWellFormed, writeUtf8 } from './utf8.js';

/** Bytes before the type: the length and two reserved bytes. */
const headBytes = lengthBytes + 2;

/**
 * Where packets are put together before their size is known, shared by all of them: counting the
 * UTF-8 bytes first makes a packet take 1.5 to 3 times as long.
 */
const scratch = new Uint8Array(limits.packetBytes);

/** Writes big-endian fields one after the other, beginning after the length and reserved bytes. */
export class PacketWriter {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #maxPacketBytes: number;
  #offset = headBytes;

  /** @param texts All that will be written, to know that there is room for it. */
  constructor(texts: readonly string[], maxPacketBytes: number) {
    const units = texts.reduce((sum, text) => sum + text.length, 0);
    checkPacketSize(units, maxPacketBytes);
    // A UTF-16 unit takes at most three bytes of UTF-8; type and counts take three.
    const worst = headBytes + 3 + texts.length * 2 + units * 3;
    this.#bytes = worst <= scratch.length ? scratch : new Uint8Array(worst);
    this.#maxPacketBytes = maxPacketBytes;
  }

  uint8(value: number): void {
    this.#bytes[this.#offset++] = value;
  }

  string(text: string, field: string): void {
    const start = this.#offset;
    this.#offset += 2;
    const length = this.text(text, field);
    checkCount(`bytes of ${field}`, length, limits.stringBytes);
    this.#bytes[start] = length >> 8;
    this.#bytes[start + 1] = length;
  }

  /** @returns Number of bytes written. */
  text(text: string, field: string): number {
    if (!isWellFormed(text)) {
      throw new ProtocolError(
        'packet-text',
        `${field} has a lone surrogate, it has no UTF-8 form`,
        {
          field,
        },
      );
    }
    const written = writeUtf8(text, this.#bytes, this.#offset);
    this.#offset += written;
    return written;
  }

  /** The packet, in memory of its own. */
  finish(): Uint8Array<ArrayBuffer> {
    checkPacketSize(this.#offset, this.#maxPacketBytes);
    const packet = this.#bytes.slice(0, this.#offset);
    packet.fill(0, 0, headBytes);
    new DataView(packet.buffer).setUint32(0, packet.length - lengthBytes);
    return packet;
  }
}

/** @throws ProtocolError `packet-count`. */
export function checkCount(what: string, count: number, max: number): void {
  if (count > max) {
    throw new ProtocolError('packet-count', `packet has ${count} ${what}, at most ${max} fit`, {
      field: what,
    });
  }
}
