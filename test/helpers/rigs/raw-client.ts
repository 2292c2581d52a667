import { once } from 'node:events';
import { WebSocket } from 'ws';
import {
  acknowledgePacket,
  connectPacket,
  createId,
  decodePacket,
  disconnectPacket,
  encodePacket,
  formatClientMessage,
  limits,
  messagePacket,
  messagingSocketUrl,
  parseServerPacket,
  parseServerMessage,
  parseSessionInfo,
  pingPacket,
  sessionInfoRequest,
  sessionTopic,
  subscribePacket,
} from '../../../lib/protocol/index.js';
import type {
  ClientMessage,
  PacketInit,
  ServerPacket,
  ServerMessage,
  SessionAddress,
  SessionInfo,
} from '../../../lib/protocol/index.js';
import type { GenerateTokenOptions, SessionServer } from '../../../lib/server/index.js';

type Kind = ServerMessage['kind'];

/** A server's message with what its packet said. */
export interface Event<M extends ServerMessage = ServerMessage> {
  readonly message: M;
  readonly from: string;
  readonly transactionId: string | undefined;
  readonly addresses: readonly string[];
}

export interface Answer {
  readonly status: number;
  readonly payload: string;
}

export interface RawClientOptions {
  readonly sessionId: string;
  readonly apiKey: string;
  readonly connectionId?: string;
  /** Given: the socket can be resumed. */
  readonly socketId?: string;
  readonly reconnect?: boolean;
  /** Acknowledge events, as clients with resuming do. Default true. */
  readonly acknowledge?: boolean;
}

/** A client of packets over a plain WebSocket, for tests of what the server does with them. */
export class RawClient {
  readonly connectionId: string;
  readonly address: SessionAddress;
  readonly ws: WebSocket;
  /** Everything that came, in order. */
  readonly packets: ServerPacket[] = [];
  /** Whether events are acknowledged. */
  acknowledge: boolean;
  /** Settles when the socket has closed. */
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #waiting = new Set<() => void>();
  #seen = 0;

  /** Opens a socket and sends nothing. */
  static async open(server: SessionServer, options: RawClientOptions): Promise<RawClient> {
    const client = new RawClient(server, options);
    await once(client.ws, 'open');
    return client;
  }

  /** Connects, joins and reads the state. */
  static async join(
    server: SessionServer,
    sessionId: string,
    options: GenerateTokenOptions & Partial<RawClientOptions> & { capabilities?: string[] } = {},
  ): Promise<RawClient> {
    const { role, data, capabilities, ...rest } = options;
    const token = await server.generateToken(sessionId, {
      ...(role === undefined ? {} : { role }),
      ...(data === undefined ? {} : { data }),
    });
    const client = await RawClient.open(server, { sessionId, apiKey: server.apiKey, ...rest });
    await client.connect();
    const { status } = await client.create(token, capabilities);
    if (status !== 200) throw new Error(`joining was answered with ${status}`);
    return client;
  }

  private constructor(server: SessionServer, options: RawClientOptions) {
    this.connectionId = options.connectionId ?? createId();
    this.address = { partnerId: options.apiKey, sessionId: options.sessionId };
    this.acknowledge = options.acknowledge ?? true;
    const base = `${server.url.replace('http', 'ws')}/rumorwebsocketsv2`;
    const { socketId, reconnect = false } = options;
    this.ws = new WebSocket(
      socketId === undefined
        ? base
        : messagingSocketUrl(base, { socketId, reconnect, attempt: createId() }),
    );
    this.ws.on('message', (data: Buffer) => {
      this.#receive(data);
    });
    this.closed = new Promise((resolve) => {
      this.ws.on('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
        this.#wake();
      });
    });
    // Refused and broken sockets show in `open` and `closed`.
    this.ws.on('error', () => undefined);
  }

  /** CONNECT and SUBSCRIBE; the answer to the former. */
  async connect(): Promise<Answer> {
    const transactionId = createId();
    this.send(
      connectPacket({
        connectionId: this.connectionId,
        transactionId,
        notifyAddress: 'symphony.test',
      }),
    );
    this.send(subscribePacket([sessionTopic(this.address)]));
    return this.answer(transactionId);
  }

  /** The request that joins. */
  create(token: string | undefined, capabilities: readonly string[] = []): Promise<Answer> {
    const { connectionId } = this;
    return this.request({ kind: 'connection-create', connectionId, capabilities }, { token });
  }

  request(
    message: ClientMessage,
    options: { token?: string | undefined; transactionId?: string } = {},
  ): Promise<Answer> {
    return this.requestRaw(formatClientMessage(this.address, message), options);
  }

  /** A request with any payload, however wrong. */
  requestRaw(
    payload: string,
    options: {
      token?: string | undefined;
      transactionId?: string;
      from?: string;
      to?: readonly string[];
    } = {},
  ): Promise<Answer> {
    const { token, transactionId = createId(), from = this.connectionId } = options;
    const { to = ['symphony.test'] } = options;
    this.send(messagePacket({ to, from, transactionId, payload, token }));
    return this.answer(transactionId);
  }

  /** The session's state; rejects if the answer is not 200. */
  async read(): Promise<Event<Extract<ServerMessage, { kind: 'session-state' }>>> {
    const transactionId = createId();
    const payload = formatClientMessage(this.address, { kind: 'session-read' });
    this.send(
      messagePacket({ to: ['symphony.test'], from: this.connectionId, transactionId, payload }),
    );
    return this.until(() => {
      const packet = this.packets.find(
        (each) => 'transactionId' in each && each.transactionId === transactionId,
      );
      if (packet?.type === 'status') throw new Error(`reading was answered with ${packet.status}`);
      if (packet?.type !== 'message') return undefined;
      return toEvent(packet) as Event<Extract<ServerMessage, { kind: 'session-state' }>>;
    });
  }

  /** The next message of this kind that no call has returned yet; those before it are passed over. */
  next<K extends Kind>(kind: K): Promise<Event<ServerMessage & { readonly kind: K }>> {
    return this.until(() => {
      for (; this.#seen < this.packets.length; this.#seen++) {
        const packet = this.packets[this.#seen];
        if (packet?.type !== 'message') continue;
        const event = toEvent(packet);
        if (event.message.kind !== kind) continue;
        this.#seen++;
        return event as Event<ServerMessage & { readonly kind: K }>;
      }
      return undefined;
    });
  }

  /** Messages so far, read results left out. */
  get events(): Event[] {
    return this.packets
      .filter((packet) => packet.type === 'message')
      .map(toEvent)
      .filter(({ message }) => message.kind !== 'session-state');
  }

  get kinds(): Kind[] {
    return this.events.map(({ message }) => message.kind);
  }

  /** Once it resolves, everything that the server sent before has arrived. */
  async settle(): Promise<void> {
    const pongs = this.packets.filter(({ type }) => type === 'pong').length;
    this.send(pingPacket());
    await this.until(() =>
      this.packets.filter(({ type }) => type === 'pong').length > pongs ? true : undefined,
    );
  }

  send(packet: PacketInit): void {
    this.ws.send(encodePacket(packet));
  }

  /** Clean leave. */
  async leave(): Promise<void> {
    this.send(disconnectPacket());
    await this.closed;
  }

  /** Loss, as a cut cable would be. */
  async cut(): Promise<void> {
    this.ws.terminate();
    await this.closed;
  }

  answer(transactionId: string): Promise<Answer> {
    return this.until(() => {
      const packet = this.packets.find(
        (each) => each.type === 'status' && each.transactionId === transactionId,
      );
      return packet?.type === 'status' ? packet : undefined;
    });
  }

  /** Looks again after each packet until there is a result; rejects if the socket closes first. */
  until<T>(look: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const attempt = (): void => {
        try {
          const found = look();
          if (found !== undefined) resolve(found);
          else if (this.ws.readyState === WebSocket.CLOSED) reject(new Error('socket closed'));
          else return;
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
        this.#waiting.delete(attempt);
      };
      this.#waiting.add(attempt);
      attempt();
    });
  }

  #receive(data: Buffer): void {
    const packet = parseServerPacket(
      decodePacket(data, { maxPacketBytes: limits.serverPacketBytes }),
    );
    this.packets.push(packet);
    if (this.acknowledge && packet.type === 'message' && packet.transactionId !== undefined) {
      const { addresses, transactionId } = packet;
      this.send(acknowledgePacket({ addresses, transactionId, from: this.connectionId }));
    }
    this.#wake();
  }

  #wake(): void {
    for (const attempt of [...this.#waiting]) attempt();
  }
}

/** Session info as a client asks for it, or the HTTP status if it is refused. */
export async function fetchSessionInfo(
  server: SessionServer,
  sessionId: string,
  token: string,
): Promise<SessionInfo | number> {
  const { url, headers } = sessionInfoRequest({ apiUrl: server.url, sessionId, token });
  const response = await fetch(url, { headers });
  const body = await response.text();
  return response.status === 200 ? parseSessionInfo(body, server.apiKey) : response.status;
}

function toEvent(packet: Extract<ServerPacket, { type: 'message' }>): Event {
  const { from, transactionId, addresses } = packet;
  const message = parseServerMessage(packet.payload);
  if (message.kind === 'unknown') throw new Error(`unknown message ${packet.payload}`);
  return { message, from, transactionId, addresses };
}
