import { ProtocolError } from '../../protocol/protocol-error.js';
import { decodePacket } from '../../protocol/wire/packet-codec.js';
import type { Packet } from '../../protocol/wire/packet-format.js';
import { closeCode } from '../../protocol/wire/header-names.js';
import type { SignalingConfig } from '../signaling-config.js';
import type { LossCause } from './reconnect-policy.js';
import type { Platform, WebSocketLike } from '../platform.js';

/** What happens on a {@link PacketSocket}. Nothing is called any more after `closed`, `close()` or `drop()`. */
export interface PacketSocketHandlers {
  opened(): void;
  packet(packet: Packet): void;
  /** A message that is no packet was ignored. */
  malformed(error: ProtocolError): void;
  /** It ended, or never opened. Called once. */
  closed(cause: LossCause): void;
}

export interface PacketSocketOptions {
  readonly url: string;
  readonly platform: Pick<Platform, 'createWebSocket'>;
  readonly config: Pick<
    SignalingConfig,
    'webSocketHeaders' | 'maxReceivePacketBytes' | 'malformedPackets'
  >;
  readonly handlers: PacketSocketHandlers;
}

const openState = 1;

/** One WebSocket that carries packets: bytes in and out, and one way to end. */
export class PacketSocket {
  readonly #options: PacketSocketOptions;
  readonly #socket: WebSocketLike;
  #ended = false;
  /** Malformed messages since the last packet. */
  #malformed = 0;
  #lastError = '';

  /** Starts to connect. Throws what the platform throws, e.g. for a URL it cannot read. */
  constructor(options: PacketSocketOptions) {
    this.#options = options;
    const { url, platform, config, handlers } = options;
    const socket = platform.createWebSocket(url, { headers: config.webSocketHeaders });
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      handlers.opened();
    };
    socket.onmessage = ({ data }) => {
      this.#receive(data);
    };
    socket.onerror = (event) => {
      this.#lastError = messageOf(event);
    };
    socket.onclose = ({ code, reason }) => {
      this.#detach();
      handlers.closed({ kind: 'closed', code, detail: this.#closeDetail(code, reason) });
    };
  }

  /** Bytes that have not left yet. */
  get bufferedAmount(): number {
    return this.#socket.bufferedAmount;
  }

  /** False if the socket is not open. True does not mean that the bytes will arrive. */
  send(bytes: Uint8Array<ArrayBuffer>): boolean {
    if (this.#socket.readyState !== openState) return false;
    this.#socket.send(bytes);
    return true;
  }

  /** Ends it with a handshake: what was sent before still arrives. */
  close(): void {
    this.#detach();
    this.#socket.close(closeCode.normal);
  }

  /** Ends it without waiting for a peer that may be gone. */
  drop(): void {
    this.#detach();
    // A close handshake with nobody on the other side would keep the socket, and the process, for a long time.
    if (this.#socket.terminate) this.#socket.terminate();
    else this.#socket.close();
  }

  #receive(data: unknown): void {
    let packet: Packet;
    try {
      packet = decodePacket(bytesOf(data), {
        maxPacketBytes: this.#options.config.maxReceivePacketBytes,
        // Other clients never looked at it, so a server may have it wrong (protocol §5).
        checkLength: false,
      });
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#reject(error);
      return;
    }
    this.#malformed = 0;
    this.#options.handlers.packet(packet);
  }

  #reject(error: ProtocolError): void {
    const { config, handlers } = this.#options;
    this.#malformed++;
    handlers.malformed(error);
    // The listener may have ended it.
    if (this.#ended || this.#malformed < config.malformedPackets) return;
    this.drop();
    const detail = `${this.#malformed} malformed packets in a row, the last: ${error.message}`;
    handlers.closed({ kind: 'malformed', detail });
  }

  #detach(): void {
    const socket = this.#socket;
    this.#ended = true;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    // Not null: closing a connecting socket of `ws` emits an error, which throws if nobody listens.
    socket.onerror = () => undefined;
  }

  #closeDetail(code: number, reason: string): string {
    const why = [reason, this.#lastError].filter((text) => text !== '').join(', ');
    return `closed with ${code}${why === '' ? '' : ` (${why})`}`;
  }
}

function bytesOf(data: unknown): Uint8Array {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (ArrayBuffer.isView(data))
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  throw new ProtocolError(
    'packet-text',
    `a packet is a binary message, this one is ${typeof data}`,
  );
}

function messageOf(event: unknown): string {
  if (typeof event !== 'object' || event === null || !('message' in event)) return '';
  return typeof event.message === 'string' ? event.message : '';
}
