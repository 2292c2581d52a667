import type { ClientPacket } from '../../protocol/index.js';

/** Packets that came while a request was under way that takes time, oldest first. */
export class PacketQueue {
  readonly #packets: ClientPacket[] = [];
  #chars = 0;

  get length(): number {
    return this.#packets.length;
  }

  /** Characters of their payloads. */
  get chars(): number {
    return this.#chars;
  }

  push(packet: ClientPacket): void {
    this.#packets.push(packet);
    this.#chars += charsOf(packet);
  }

  shift(): ClientPacket | undefined {
    const packet = this.#packets.shift();
    if (packet !== undefined) this.#chars -= charsOf(packet);
    return packet;
  }
}

function charsOf(packet: ClientPacket): number {
  return packet.type === 'message' ? packet.payload.length : 0;
}
