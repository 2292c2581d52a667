import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import type { Logger } from 'pino';
import { closeCode, decodeFrame, parseClientFrame, ProtocolError } from '../../protocol/index.js';
import type { ClientFrame } from '../../protocol/index.js';
import type { ServerLimits, ServerTimers } from '../server-limits.js';
import { TokenBucket } from './token-bucket.js';

export interface FrameSocketOptions {
  readonly limits: ServerLimits;
  readonly timers: ServerTimers;
  readonly logger: Logger;
}

export interface FrameSocketHandlers {
  /** Not called any more once the socket closes. */
  readonly onFrame: (frame: ClientFrame) => void;
  /** Called once, when either side closes or the connection breaks. */
  readonly onClose: () => void;
}

/** One WebSocket as frames. Closes it when the client breaks the limits, garbles or falls silent. */
export class FrameSocket {
  readonly #ws: WebSocket;
  readonly #transport: Duplex;
  readonly #limits: ServerLimits;
  readonly #logger: Logger;
  readonly #handlers: FrameSocketHandlers;
  readonly #frames: TokenBucket;
  readonly #idle: NodeJS.Timeout;
  #maxBuffered: number;
  #corked = false;
  #closed = false;

  /** @param transport What `ws` runs on. */
  constructor(
    ws: WebSocket,
    transport: Duplex,
    options: FrameSocketOptions,
    handlers: FrameSocketHandlers,
  ) {
    this.#ws = ws;
    this.#transport = transport;
    this.#limits = options.limits;
    this.#logger = options.logger;
    this.#handlers = handlers;
    this.#maxBuffered = options.limits.outgoingBytes;
    const { framesPerSecond } = options.limits;
    this.#frames = new TokenBucket(framesPerSecond, framesPerSecond);
    this.#idle = setTimeout(() => {
      this.close(closeCode.policyViolation, 'idle');
    }, options.timers.idleMs);
    ws.on('message', (data, isBinary) => {
      this.#receive(data, isBinary);
    });
    ws.on('close', () => {
      this.#end();
    });
    // ws answers by itself with the right code, e.g. 1009 for a frame over maxPayload.
    ws.on('error', (error) => {
      this.#logger.warn({ problem: error.message }, 'messaging socket failed');
      this.#end();
    });
  }

  /** Does nothing once closed. A client that does not read what it is sent is cut off. */
  send(frame: Uint8Array): void {
    if (this.#closed) return;
    this.#cork();
    this.#ws.send(frame);
    if (this.#ws.bufferedAmount > this.#maxBuffered) {
      this.close(closeCode.policyViolation, 'slow consumer');
    }
  }

  /** The state of a large session may be more than the limit by itself. One of them does not count. */
  sendState(frame: Uint8Array): void {
    this.#maxBuffered = Math.max(this.#maxBuffered, this.#limits.outgoingBytes + frame.length);
    this.send(frame);
  }

  /** What a client missed comes all at once, which is not its fault and does not count. */
  sendMissed(frames: Iterable<Uint8Array>): void {
    for (const frame of frames) {
      this.#maxBuffered += frame.length;
      this.send(frame);
    }
  }

  /** What was sent goes out first. The WebSocket server cuts clients that do not answer in time. */
  close(code: number, reason: string): void {
    if (this.#closed) return;
    if (code === closeCode.policyViolation || code === closeCode.protocolError) {
      this.#logger.warn({ code, reason }, 'messaging socket closed by server');
    }
    this.#ws.close(code, reason);
    this.#end();
  }

  /** Writes all frames of this turn of the event loop in one system call instead of one each. */
  #cork(): void {
    if (this.#corked) return;
    this.#corked = true;
    this.#transport.cork();
    process.nextTick(() => {
      this.#corked = false;
      this.#transport.uncork();
    });
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (this.#closed) return;
    this.#idle.refresh();
    if (!this.#frames.take()) {
      this.close(closeCode.policyViolation, 'too many frames');
      return;
    }
    if (!isBinary || !(data instanceof Uint8Array)) {
      this.close(closeCode.protocolError, 'frames are binary');
      return;
    }
    try {
      const { frameBytes } = this.#limits;
      this.#handlers.onFrame(parseClientFrame(decodeFrame(data, { maxFrameBytes: frameBytes })));
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (error instanceof ProtocolError) {
      const tooLarge = error.code === 'frame-too-large';
      this.close(tooLarge ? closeCode.tooLarge : closeCode.protocolError, error.code);
    } else {
      // A mistake of ours with one client's frame must not end the process for all.
      this.#logger.error({ err: error }, 'frame could not be handled');
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
