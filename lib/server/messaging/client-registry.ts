import type { MessagingClient } from './messaging-client.js';

/** The clients of a server, by connection id and by socket id. Both are unique in the server. */
export class ClientRegistry {
  readonly #byConnection = new Map<string, MessagingClient>();
  readonly #bySocket = new Map<string, MessagingClient>();

  /** False if the connection id belongs to another client. */
  add(client: MessagingClient): boolean {
    if (this.#byConnection.has(client.connectionId)) return false;
    this.#byConnection.set(client.connectionId, client);
    if (client.socketId !== undefined) this.#bySocket.set(client.socketId, client);
    return true;
  }

  remove(client: MessagingClient): void {
    this.#byConnection.delete(client.connectionId);
    if (client.socketId !== undefined) this.#bySocket.delete(client.socketId);
  }

  byConnection(connectionId: string): MessagingClient | undefined {
    return this.#byConnection.get(connectionId);
  }

  bySocket(socketId: string | undefined): MessagingClient | undefined {
    return socketId === undefined ? undefined : this.#bySocket.get(socketId);
  }

  all(): MessagingClient[] {
    return [...this.#byConnection.values()];
  }
}
