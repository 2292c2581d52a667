/** What one packet takes besides its bytes each time it waits: WebSocket's header, and Node's list of what is to be written. */
const overheadBytes = 256;

/** Once too much is held, clients give way until it is so much less, so that this is not for nothing a moment later. */
const relief = 7 / 8;

/** Somebody for whom packets are kept. */
export interface PacketHolder {
  /** Bytes of the packets that wait for it. */
  readonly waitingBytes: number;
  /** Lets go of all of them, and tells whoever it was. */
  readonly giveUp: () => void;
}

/**
 * Counts what a server holds in memory to be sent: what waits to be written to sockets, and what clients have not
 * acknowledged. A packet for many is in memory once, and counts once.
 */
export class OutgoingBudget {
  readonly #maxBytes: number;
  readonly #onExceeded: () => void;
  readonly #holds = new Map<Uint8Array, number>();
  #bytes = 0;
  #isScheduled = false;

  /** @param onExceeded Called when more is held, after what is under way: whoever reads what it gets has it by then. */
  constructor(maxBytes: number, onExceeded: () => void) {
    this.#maxBytes = maxBytes;
    this.#onExceeded = onExceeded;
  }

  /** Held at the moment. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Once for each time that the packet waits somewhere. */
  hold(packet: Uint8Array): void {
    const holds = this.#holds.get(packet) ?? 0;
    this.#holds.set(packet, holds + 1);
    this.#bytes += overheadBytes + (holds === 0 ? packet.length : 0);
    if (this.#bytes > this.#maxBytes) this.#schedule();
  }

  /** Once for each `hold`. */
  release(packet: Uint8Array): void {
    const holds = this.#holds.get(packet) ?? 0;
    if (holds > 1) this.#holds.set(packet, holds - 1);
    else this.#holds.delete(packet);
    this.#bytes -= overheadBytes + (holds === 1 ? packet.length : 0);
  }

  /** Those for whom most waits give way, until little enough is held. */
  relieve(holders: readonly PacketHolder[]): void {
    if (this.#bytes <= this.#maxBytes) return;
    const slowestFirst = [...holders].sort((a, b) => b.waitingBytes - a.waitingBytes);
    for (const { giveUp } of slowestFirst) {
      if (this.#bytes <= this.#maxBytes * relief) break;
      giveUp();
    }
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (this.#bytes > this.#maxBytes) this.#onExceeded();
    });
  }
}

/** What a packet counts for whoever it waits for. */
export function packetCost(packet: Uint8Array): number {
  return packet.length + overheadBytes;
}
