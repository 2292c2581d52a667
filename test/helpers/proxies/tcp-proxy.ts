import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between clients and a server, and is the network that fails. */
export class TcpProxy implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #up = true;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async to(targetPort: number): Promise<TcpProxy> {
    const server = createServer((client) => {
      if (proxy.#up) proxy.#join(client, connect(targetPort, '127.0.0.1'));
      else client.resetAndDestroy();
    });
    const proxy = new TcpProxy(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Breaks every connection, and each new one, until {@link restore}. */
  cut(): void {
    this.#up = false;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  restore(): void {
    this.#up = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(client: Socket, target: Socket): void {
    const pair = [client, target] as const;
    for (const [index, socket] of pair.entries()) {
      const other = pair[1 - index];
      this.#sockets.add(socket);
      socket.on('error', () => other?.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other?.destroy();
      });
    }
    client.pipe(target);
    target.pipe(client);
  }
}
