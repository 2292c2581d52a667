import type { SessionAddress } from '../../protocol/index.js';
import type { Membership, MessagingClient } from './messaging-client.js';

/**
 * The clients of a server, by connection id and by socket id. Both are unique in the server, connection ids of those who
 * have left a session too: the others would take whoever comes with such an id for a late message of the past.
 */
export class ClientRegistry {
  readonly #departed = new Set<string>();
  readonly #departedIds: number;
  readonly #byConnection = new Map<string, MessagingClient>();
  readonly #bySocket = new Map<string, MessagingClient>();
  /** Those that have joined a session, by its id, in that order. */
  readonly #bySession = new Map<string, Set<MessagingClient>>();

  /** @param departedIds How many connection ids of the past are remembered. */
  constructor(departedIds: number) {
    this.#departedIds = departedIds;
  }

  /** False if the connection id belongs, or belonged, to another client. */
  add(client: MessagingClient): boolean {
    const { connectionId } = client;
    if (this.#byConnection.has(connectionId) || this.#departed.has(connectionId)) return false;
    this.#byConnection.set(connectionId, client);
    if (client.socketId !== undefined) this.#bySocket.set(client.socketId, client);
    return true;
  }

  /** The client has joined a session. */
  join(client: MessagingClient, membership: Membership): void {
    client.membership = membership;
    const { sessionId } = membership.owner.record.address;
    const members = this.#bySession.get(sessionId) ?? new Set();
    this.#bySession.set(sessionId, members.add(client));
  }

  remove(client: MessagingClient): void {
    this.#byConnection.delete(client.connectionId);
    if (client.socketId !== undefined) this.#bySocket.delete(client.socketId);
    if (client.membership === undefined) return;
    const { sessionId } = client.membership.owner.record.address;
    const members = this.#bySession.get(sessionId);
    members?.delete(client);
    if (members?.size === 0) this.#bySession.delete(sessionId);
    this.#remember(client.connectionId);
  }

  byConnection(connectionId: string): MessagingClient | undefined {
    return this.#byConnection.get(connectionId);
  }

  bySocket(socketId: string | undefined): MessagingClient | undefined {
    return socketId === undefined ? undefined : this.#bySocket.get(socketId);
  }

  /** Those in a session. Ids of sessions are unique, whatever their project. */
  inSession({ sessionId }: SessionAddress): Iterable<MessagingClient> {
    return this.#bySession.get(sessionId) ?? [];
  }

  all(): MessagingClient[] {
    return [...this.#byConnection.values()];
  }

  #remember(departed: string): void {
    this.#departed.add(departed);
    if (this.#departed.size <= this.#departedIds) return;
    const [oldest] = this.#departed;
    if (oldest !== undefined) this.#departed.delete(oldest);
  }
}
