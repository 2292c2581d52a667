import type { PacketInit, Packet } from '../../../lib/protocol/wire/packet-format.js';
import { decodePacket, encodePacket } from '../../../lib/protocol/wire/packet-codec.js';
import type {
  HttpInit,
  HttpResponse,
  Platform,
  WebSocketInit,
  WebSocketLike,
} from '../../../lib/signaling/platform.js';
import { FakeClock } from './fake-clock.js';

/** How the client ended a socket. */
export type Ending = { readonly code: number | undefined } | 'terminated';

/** A WebSocket whose other end is the test. Behaves like `ws` where that is peculiar. */
export class FakeWebSocket implements WebSocketLike {
  readonly url: string;
  readonly init: WebSocketInit;
  /** What the client sent, in order. */
  readonly sent: Packet[] = [];
  /** Called for each packet the client sends, after it was added to `sent`. */
  onSent: ((packet: Packet) => void) | undefined;
  endedBy: Ending | undefined;

  binaryType = 'nodebuffer';
  readyState = 0;
  bufferedAmount = 0;
  onopen: WebSocketLike['onopen'] = null;
  onmessage: WebSocketLike['onmessage'] = null;
  onerror: WebSocketLike['onerror'] = null;
  onclose: WebSocketLike['onclose'] = null;

  constructor(url: string, init: WebSocketInit) {
    this.url = url;
    this.init = init;
  }

  get query(): URLSearchParams {
    return new URL(this.url).searchParams;
  }

  send(data: Uint8Array<ArrayBuffer>): void {
    if (this.readyState === 0) throw new Error('WebSocket is not open: readyState 0 (CONNECTING)');
    const packet = decodePacket(data);
    this.sent.push(packet);
    this.onSent?.(packet);
  }

  close(code?: number): void {
    this.#end({ code });
  }

  terminate(): void {
    this.#end('terminated');
  }

  // The other end

  accept(): void {
    this.readyState = 1;
    this.onopen?.({});
  }

  /** A packet from the server. */
  deliver(packet: PacketInit): void {
    this.deliverRaw(encodePacket(packet, { maxPacketBytes: Infinity }).buffer);
  }

  /** Any data from the server. */
  deliverRaw(data: unknown): void {
    this.onmessage?.({ data });
  }

  /** The server, or the network, ends it. */
  end(code = 1006, reason = ''): void {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }

  /** It does not open. */
  refuse(message = 'connect ECONNREFUSED'): void {
    this.onerror?.({ message });
    this.end();
  }

  #end(ending: Ending): void {
    if (this.readyState === 3) return;
    const connecting = this.readyState === 0;
    this.readyState = 3;
    this.endedBy = ending;
    if (!connecting) return;
    const message = 'WebSocket was closed before the connection was established';
    if (this.onerror === null) throw new Error(`unhandled 'error' event: ${message}`);
    this.onerror({ message });
  }
}

/** A platform without network. Time, sockets and HTTP answers are the test's. */
export class FakePlatform implements Platform {
  readonly clock = new FakeClock();
  /** Every socket made, oldest first. */
  readonly sockets: FakeWebSocket[] = [];
  readonly requests: { readonly url: string; readonly init: HttpInit }[] = [];
  /** Called for each socket made. */
  onSocket: ((socket: FakeWebSocket) => void) | undefined;
  /** Answers HTTP requests. */
  respond: (url: string, init: HttpInit) => Promise<HttpResponse> = () =>
    Promise.reject(new TypeError('fetch failed'));

  get socket(): FakeWebSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('no socket was made yet');
    return socket;
  }

  createWebSocket(url: string, init: WebSocketInit): WebSocketLike {
    const socket = new FakeWebSocket(url, init);
    this.sockets.push(socket);
    this.onSocket?.(socket);
    return socket;
  }

  fetch(url: string, init: HttpInit): Promise<HttpResponse> {
    this.requests.push({ url, init });
    return this.respond(url, init);
  }

  random(): number {
    return 0.5;
  }
}
