import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { MessageLane, type Fate } from './message-lane.js';

/** `up`: from the client to the server. */
export type Direction = 'up' | 'down';

/** Decides what becomes of a message; `index` counts those of the direction, over all sockets of the proxy. */
export type Decide = (direction: Direction, index: number) => Fate;

/** One WebSocket of a client, and the one to the server that stands for it. */
export class ProxiedSocket {
  readonly #lanes: Readonly<Record<Direction, MessageLane>>;
  readonly #client: WebSocket;
  readonly #server: WebSocket;
  readonly #clientSocket: Socket;
  #over = false;

  /** Both are open. */
  constructor(
    client: { readonly ws: WebSocket; readonly socket: Socket },
    server: WebSocket,
    decide: (direction: Direction) => Fate,
    onEnd: () => void,
  ) {
    this.#client = client.ws;
    this.#clientSocket = client.socket;
    this.#server = server;
    this.#lanes = { up: laneTo(server), down: laneTo(client.ws) };
    for (const [from, direction] of [
      [client.ws, 'up'],
      [server, 'down'],
    ] as const) {
      from.on('message', (data, isBinary) => {
        this.#lanes[direction].push(data, isBinary, decide(direction));
      });
      from.on('error', () => undefined);
      from.on('close', (code, reason) => {
        this.#lanes[direction].enqueue(() => {
          this.#end(direction, code, reason.toString());
          onEnd();
        });
      });
    }
  }

  /** Sends what nobody said. */
  inject(direction: Direction, data: string | Uint8Array): void {
    const bytes = typeof data === 'string' ? data : Buffer.from(data);
    this.#lanes[direction].push(bytes, typeof data !== 'string', 'pass');
  }

  /** Closes towards the client, with a close packet. */
  close(code: number, reason = ''): void {
    this.#client.close(code, reason);
    this.#server.terminate();
  }

  freeze(): void {
    for (const lane of Object.values(this.#lanes)) lane.freeze();
  }

  thaw(): void {
    for (const lane of Object.values(this.#lanes)) lane.thaw();
  }

  /** Breaks it in both directions (RST); what is on its way is lost. */
  reset(): void {
    this.#over = true;
    for (const lane of Object.values(this.#lanes)) lane.clear();
    this.#clientSocket.resetAndDestroy();
    this.#server.terminate();
  }

  #end(direction: Direction, code: number, reason: string): void {
    if (this.#over) return;
    this.#over = true;
    const other = direction === 'up' ? this.#server : this.#client;
    // Codes that only a broken connection has cannot be sent: break the other one too.
    if (code >= 1000 && code < 5000 && ![1004, 1005, 1006, 1015].includes(code)) {
      other.close(code, reason);
    } else {
      other.terminate();
    }
  }
}

function laneTo(target: WebSocket): MessageLane {
  return new MessageLane((data, binary) => {
    if (target.readyState === target.OPEN) target.send(data, { binary });
  });
}
