import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import type { Logger } from 'pino';
import { closeCode, decodePacket, parseClientPacket, ProtocolError } from '../../protocol/index.js';
import type { ClientPacket } from '../../protocol/index.js';
import type { ServerLimits, ServerTimers } from '../server-limits.js';
import type { Warnings } from '../warnings.js';
import { TokenBucket } from './token-bucket.js';
import type { WriteBatch } from './write-batch.js';

export interface ClientSocketOptions {
  readonly limits: ServerLimits;
  readonly timers: ServerTimers;
  readonly logger: Logger;
  readonly warnings: Warnings;
  readonly batch: WriteBatch;
}

export interface ClientSocketHandlers {
  /** Not called any more once the socket closes. */
  readonly onPacket: (packet: ClientPacket) => void;
  /** Called once, when either side closes or the connection breaks. */
  readonly onClose: () => void;
}

/** One WebSocket as packets. Closes it when the client breaks the limits, garbles or falls silent. */
export class ClientSocket {
  readonly #ws: WebSocket;
  readonly #transport: Duplex;
  readonly #limits: ServerLimits;
  readonly #logger: Logger;
  readonly #warnings: Warnings;
  readonly #batch: WriteBatch;
  readonly #handlers: ClientSocketHandlers;
  readonly #packets: TokenBucket;
  readonly #idle: NodeJS.Timeout;
  #maxBuffered: number;
  #closed = false;

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
    this.#handlers = handlers;
    this.#maxBuffered = options.limits.outgoingBytes;
    const { packetsPerSecond } = options.limits;
    this.#packets = new TokenBucket(packetsPerSecond, packetsPerSecond);
    this.#idle = setTimeout(() => {
      this.close(closeCode.policyViolation, 'idle');
    }, options.timers.idleMs);
    ws.on('message', (data, isBinary) => {
      this.#receive(data, isBinary);
    });
    ws.on('close', () => {
      this.#end();
    });
    // ws answers by itself with the right code, e.g. 1009 for a packet over maxPayload.
    ws.on('error', (error) => {
      this.#warnings.warn({ problem: error.message }, 'messaging socket failed');
      this.#end();
    });
  }

  /** Does nothing once closed. A client that does not read what it is sent is cut off. */
  send(packet: Uint8Array): void {
    if (this.#closed) return;
    this.#batch.hold(this.#transport);
    this.#ws.send(packet);
    if (this.#ws.bufferedAmount > this.#maxBuffered) {
      this.close(closeCode.policyViolation, 'slow consumer');
    }
  }

  /** The state of a large session may be more than the limit by itself. One of them does not count. */
  sendState(packet: Uint8Array): void {
    this.#maxBuffered = Math.max(this.#maxBuffered, this.#limits.outgoingBytes + packet.length);
    this.send(packet);
  }

  /** What a client missed comes all at once, which is not its fault and does not count. */
  sendMissed(packets: Iterable<Uint8Array>): void {
    for (const packet of packets) {
      this.#maxBuffered += packet.length;
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
