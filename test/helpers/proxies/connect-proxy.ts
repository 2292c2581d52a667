import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** A request for a tunnel. */
export interface Tunnel {
  /** `host:port` */
  readonly to: string;
  readonly authorization: string | undefined;
}

/** An HTTP proxy that leads every tunnel, wherever it is to go, to one port of this machine. */
export class ConnectProxy implements AsyncDisposable {
  readonly tunnels: Tunnel[] = [];
  readonly #server: Server;
  readonly #clients = new Set<Duplex>();

  private constructor(targetPort: number) {
    this.#server = createServer().on('connect', (request, client) => {
      this.tunnels.push({
        to: request.url ?? '',
        authorization: request.headers['proxy-authorization'],
      });
      // The HTTP server knows no more of it.
      this.#clients.add(client);
      const target = connect(targetPort, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        target.pipe(client).pipe(target);
      });
      target.on('error', () => client.destroy());
      client.on('error', () => target.destroy());
      client.on('close', () => {
        this.#clients.delete(client);
        target.destroy();
      });
    });
  }

  static async to(targetPort: number): Promise<ConnectProxy> {
    const proxy = new ConnectProxy(targetPort);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  /** `host:port` */
  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) client.destroy();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
