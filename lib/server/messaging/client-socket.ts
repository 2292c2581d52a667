import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import type { Logger } from 'pino';
import { closeCode, decodePacket, parseClientPacket, ProtocolError } from '../../protocol/index.js';
import type { ClientPacket } from '../../protocol/index.js';
import type { ServerLimits, ServerTimers } from '../server-limits.js';
import type { Warnings } from '../warnings.js';
import { packetCost, type OutgoingBudget } from './outgoing-budget.js';
import { TokenBucket } from './token-bucket.js';
import type { WriteBatch } from './write-batch.js';

export interface ClientSocketOptions {
  readonly limits: ServerLimits;
  readonly timers: ServerTimers;
  readonly logger: Logger;
  readonly warnings: Warnings;
  readonly batch: WriteBatch;
  readonly outgoing: OutgoingBudget;
  readonly remoteAddress: string | undefined;
}

export interface ClientSocketHandlers {
  /** Not called any more once the socket closes. */
  readonly onPacket: (packet: ClientPacket) => void;
  /** Called once, when either side closes or the connection breaks. */
  readonly onClose: () => void;
}

/** What may wait for a client that has not joined: the answers to a few requests. */
const strangersBytes = 64 * 1024;

/** One WebSocket as packets. Closes it when the client breaks the limits, garbles or falls silent. */
export class ClientSocket {
  readonly #ws: WebSocket;
  readonly #transport: Duplex;
  readonly #limits: ServerLimits;
  readonly #logger: Logger;
  readonly #warnings: Warnings;
  readonly #batch: WriteBatch;
  readonly #outgoing: OutgoingBudget;
  readonly #handlers: ClientSocketHandlers;
  readonly #packets: TokenBucket;
  readonly #idle: NodeJS.Timeout;
  /** What has not been written yet, oldest first. */
  #unwritten: Uint8Array[] = [];
  /** How many of the first have been written meanwhile. */
  #written = 0;
  #waitingBytes = 0;
  #maxBuffered: number;
  #closed = false;

  readonly remoteAddress: string | undefined;

  /** @param transport What `ws` runs on. */
  constructor(
    ws: WebSocket,
    transport: Duplex,
    options: ClientSocketOptions,
    handlers: ClientSocketHandlers,
  ) {
    this.#ws = ws;
    this.#transport = transport;
    this.#limits = options.limits;
    this.#logger = options.logger;
    this.#warnings = options.warnings;
    this.#batch = options.batch;
    this.#outgoing = options.outgoing;
    this.remoteAddress = options.remoteAddress;
    this.#handlers = handlers;
    this.#maxBuffered = Math.min(strangersBytes, options.limits.outgoingBytes);
    const { packetsPerSecond } = options.limits;
    this.#packets = new TokenBucket(packetsPerSecond, packetsPerSecond);
    this.#idle = setTimeout(() => {
      this.close(closeCode.policyViolation, 'idle');
    }, options.timers.idleMs);
    ws.on('message', (data, isBinary) => {
      this.#receive(data, isBinary);
    });
    ws.on('close', () => {
      this.#letGo();
      this.#end();
    });
    // ws answers by itself with the right code, e.g. 1009 for a packet over maxPayload.
    ws.on('error', (error) => {
      this.#warnings.warn({ problem: error.message }, 'messaging socket failed');
      this.#end();
    });
  }

  /** What waits to be written, bytes. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Its client has joined, and may have as much waiting as others. */
  trust(): void {
    this.#maxBuffered = Math.max(this.#maxBuffered, this.#limits.outgoingBytes);
  }

  /** Does nothing once closed. A client that does not read what it is sent is cut off. */
  send(packet: Uint8Array): void {
    if (this.#closed) return;
    this.#batch.hold(this.#transport);
    this.#outgoing.hold(packet);
    this.#unwritten.push(packet);
    this.#waitingBytes += packetCost(packet);
    this.#ws.send(packet, this.#onWritten);
    if (this.#waitingBytes > this.#maxBuffered) {
      this.close(closeCode.policyViolation, 'slow consumer');
    }
  }

  /** The state of a large session may be more than the limit by itself. One of them does not count. */
  sendState(packet: Uint8Array): void {
    this.#maxBuffered = Math.max(
      this.#maxBuffered,
      this.#limits.outgoingBytes + packetCost(packet),
    );
    this.send(packet);
  }

  /** What a client missed comes all at once, which is not its fault and does not count. */
  sendMissed(packets: Iterable<Uint8Array>): void {
    for (const packet of packets) {
      this.#maxBuffered += packetCost(packet);
      this.send(packet);
    }
  }

  /** What was sent goes out first. The WebSocket server cuts clients that do not answer in time. */
  close(code: number, reason: string): void {
    if (this.#closed) return;
    if (code === closeCode.policyViolation || code === closeCode.protocolError) {
      this.#warnings.warn({ code, reason }, 'messaging socket closed by server');
    }
    this.#ws.close(code, reason);
    this.#end();
  }

  /** Ends it at once, with everything that waits to be written. */
  cut(): void {
    this.#letGo();
    this.#ws.terminate();
    this.#end();
  }

  /** One more has been written, or will never be. */
  readonly #onWritten = (): void => {
    const packet = this.#unwritten[this.#written];
    if (packet === undefined) return;
    this.#waitingBytes -= packetCost(packet);
    this.#outgoing.release(packet);
    this.#written++;
    if (this.#written === this.#unwritten.length) this.#unwritten.length = 0;
    // Now and then: to move what remains each time would cost more the more there is.
    else if (this.#written < 1024) return;
    else this.#unwritten = this.#unwritten.slice(this.#written);
    this.#written = 0;
  };

  #letGo(): void {
    while (this.#unwritten.length > 0) this.#onWritten();
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (this.#closed) return;
    this.#idle.refresh();
    if (!this.#packets.take()) {
      this.close(closeCode.policyViolation, 'too many packets');
      return;
    }
    if (!isBinary || !(data instanceof Uint8Array)) {
      this.close(closeCode.protocolError, 'packets are binary');
      return;
    }
    try {
      const { packetBytes } = this.#limits;
      this.#handlers.onPacket(
        parseClientPacket(decodePacket(data, { maxPacketBytes: packetBytes })),
      );
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (error instanceof ProtocolError) {
      const tooLarge = error.code === 'packet-too-large';
      this.close(tooLarge ? closeCode.tooLarge : closeCode.protocolError, error.code);
    } else {
      // A mistake of ours with one client's packet must not end the process for all.
      this.#logger.error({ err: error }, 'packet could not be handled');
      this.close(closeCode.stop, 'internal error');
    }
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#idle);
    this.#handlers.onClose();
  }
}
