import { ProtocolError } from '../protocol-error.js';
import { decodeUtf8 } from './utf8.js';

/** Reads big-endian fields one after the other, never past the end. */
export class PacketReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  uint8(field: string): number {
    return this.#view.getUint8(this.#take(1, field));
  }

  uint16(field: string): number {
    return this.#view.getUint16(this.#take(2, field));
  }

  uint32(field: string): number {
    return this.#view.getUint32(this.#take(4, field));
  }

  string(field: string): string {
    const length = this.uint16(`${field} length`);
    const start = this.#take(length, field);
    return this.#text(start, start + length, field);
  }

  rest(field: string): string {
    return this.#text(this.#offset, this.#bytes.length, field);
  }

  #take(count: number, field: string): number {
    const start = this.#offset;
    if (start + count > this.#bytes.length) {
      throw new ProtocolError(
        'packet-truncated',
        `packet ends within ${field}: ${count} bytes wanted at ${start} of ${this.#bytes.length}`,
        { field },
      );
    }
    this.#offset += count;
    return start;
  }

  #text(start: number, end: number, field: string): string {
    try {
      return decodeUtf8(this.#bytes.subarray(start, end));
    } catch (cause) {
      throw new ProtocolError('packet-text', `packet's ${field} is not UTF-8`, { field, cause });
    }
  }
}
