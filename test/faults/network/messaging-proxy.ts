import { once } from 'node:events';
import { createServer as createHttpServer, request, type Server as HttpServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';
import { ProxiedSocket, type Decide, type Direction } from './proxied-socket.js';

/**
 * How the network between clients and server is.
 *
 * - `up`: everything passes.
 * - `refusing`: connections are reset, and every new one. What was on its way is lost.
 * - `silent`: nothing passes and nothing closes, as when a cable is pulled; what was sent goes on when it is `up` again.
 * - `deaf`: connections that exist go on; new ones are accepted and never answered.
 */
export type NetworkState = 'up' | 'refusing' | 'silent' | 'deaf';

/**
 * Stands between clients and one session server, and fails as networks, and worse servers, do.
 *
 * Clients are given {@link url} as their `apiUrl`. The server takes the host of `messaging_url` from the `Host` header,
 * which is passed on unchanged, so that their WebSockets come this way too.
 */
export class MessagingProxy implements AsyncDisposable {
  /** What becomes of each message. */
  decide: Decide = () => 'pass';

  readonly #target: URL;
  readonly #server: Server;
  readonly #http: HttpServer;
  readonly #wss = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  readonly #sockets = new Set<Socket>();
  readonly #proxied = new Set<ProxiedSocket>();
  readonly #counts: Record<Direction, number> = { up: 0, down: 0 };
  #network: NetworkState = 'up';
  /** What happens when the network is no longer `silent`. */
  #waiting: (() => void)[] = [];

  private constructor(target: string) {
    this.#target = new URL(target);
    this.#http = createHttpServer((incoming, response) => {
      this.#forward(incoming, response);
    });
    this.#http.on('upgrade', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
      this.#connect(incoming, socket, head);
    });
    this.#server = createServer((socket) => {
      this.#accept(socket);
    });
  }

  /** @param target Base URL of the server, `http://host:port`. */
  static async to(target: string): Promise<MessagingProxy> {
    const proxy = new MessagingProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get network(): NetworkState {
    return this.#network;
  }

  set network(state: NetworkState) {
    if (state === this.#network) return;
    this.#network = state;
    if (state === 'refusing') this.reset();
    for (const pair of this.#proxied) {
      if (state === 'silent') pair.freeze();
      else pair.thaw();
    }
    if (state === 'silent') return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const act of waiting) act();
  }

  /** The network is in that state for a time; resolves when it is up again. */
  async cutFor(ms: number, state: Exclude<NetworkState, 'up'>): Promise<void> {
    this.network = state;
    await delay(ms);
    this.network = 'up';
  }

  /** Breaks every connection (RST); new ones are taken if the network is up. */
  reset(): void {
    for (const pair of this.#proxied) pair.reset();
    this.#proxied.clear();
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Closes every WebSocket towards its client, as a server would. */
  close(code: number, reason?: string): void {
    for (const pair of this.#proxied) pair.close(code, reason);
  }

  /** Sends bytes, or text, on every WebSocket. */
  inject(direction: Direction, data: string | Uint8Array): void {
    for (const pair of this.#proxied) pair.inject(direction, data);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#network = 'refusing';
    this.reset();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
    this.#unlessSilent(() => {
      if (this.#network === 'refusing') socket.resetAndDestroy();
      // Nobody ever reads from a socket that the HTTP server is not told of.
      else if (this.#network !== 'deaf') this.#http.emit('connection', socket);
    });
  }

  #forward(incoming: IncomingMessage, response: ServerResponse): void {
    const { method, url, headers } = incoming;
    const { hostname, port } = this.#target;
    const outgoing = request({ hostname, port, method, path: url, headers, agent: false });
    outgoing.on('response', (answer) => {
      this.#unlessSilent(() => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
    });
    outgoing.on('error', () => response.destroy());
    response.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  }

  /** Opens the WebSocket to the server first, so that the client gets the server's own refusal. */
  #connect(incoming: IncomingMessage, socket: Socket, head: Buffer): void {
    const address = new URL(incoming.url ?? '/', this.#target.href.replace('http', 'ws'));
    const { host } = incoming.headers;
    const server = new WebSocket(address, { perMessageDeflate: false, headers: { host } });
    const abandon = (): void => {
      this.#unlessSilent(() => {
        server.terminate();
      });
    };
    socket.once('close', abandon);
    server.on('error', () => undefined);
    server.on('unexpected-response', (_request, { statusCode }) => {
      socket.end(`HTTP/1.1 ${statusCode ?? 502} Refused\r\nConnection: close\r\n\r\n`);
    });
    server.on('open', () => {
      // The server speaks first to a client that comes back.
      server.pause();
      this.#unlessSilent(() => {
        this.#wss.handleUpgrade(incoming, socket, head, (ws) => {
          socket.off('close', abandon);
          this.#join({ ws, socket }, server);
          server.resume();
        });
      });
    });
  }

  #join(client: { readonly ws: WebSocket; readonly socket: Socket }, server: WebSocket): void {
    const pair = new ProxiedSocket(
      client,
      server,
      (direction) => this.decide(direction, this.#counts[direction]++),
      () => this.#proxied.delete(pair),
    );
    this.#proxied.add(pair);
  }

  #unlessSilent(act: () => void): void {
    if (this.#network === 'silent') this.#waiting.push(act);
    else act();
  }
}
