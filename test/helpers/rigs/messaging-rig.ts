import { packetType } from '../../../lib/protocol/wire/packet-format.js';
import type { Packet } from '../../../lib/protocol/wire/packet-format.js';
import {
  pongPacket,
  messagePacket,
  statusPacket,
} from '../../../lib/protocol/wire/packet-builders.js';
import { packetHeaders } from '../../../lib/protocol/wire/header-names.js';
import { resolveConfig, type SignalingOptions } from '../../../lib/signaling/signaling-config.js';
import { MessagingSocket } from '../../../lib/signaling/connection/messaging-socket.js';
import type {
  MessagingEvents,
  MessagingSocketOptions,
} from '../../../lib/signaling/connection/messaging-types.js';
import { settle } from '../fakes/fake-clock.js';
import { FakePlatform, type FakeWebSocket } from '../fakes/fake-socket.js';

export const server = 'symphony.example.test';
export const topic = '/v2/partner/100/session/S1';

type Logged = { [Name in keyof MessagingEvents]: { name: Name } & MessagingEvents[Name] };

/** Any event of a messaging socket, with its name. */
export type LoggedEvent = Logged[keyof MessagingEvents];

export interface MessagingRigOptions extends Partial<MessagingSocketOptions> {
  readonly overrides?: SignalingOptions;
}

/** A messaging socket on a fake platform, with a log of everything it emits. */
export class MessagingRig {
  readonly platform = new FakePlatform();
  readonly socket: MessagingSocket;
  readonly events: LoggedEvent[] = [];

  constructor({ overrides, ...options }: MessagingRigOptions = {}) {
    this.socket = new MessagingSocket({
      url: 'wss://media1.example.test/rumorwebsocketsv2',
      connectionId: 'C1',
      serverAddress: server,
      topics: [topic],
      resumable: true,
      platform: this.platform,
      config: resolveConfig(overrides),
      ...options,
    });
    const names = ['message', 'lost', 'resumed', 'malformed', 'closed'] as const;
    for (const name of names) {
      this.socket.on(name, (payload) => this.events.push({ name, ...payload } as LoggedEvent));
    }
  }

  get clock() {
    return this.platform.clock;
  }

  /** The newest WebSocket. */
  get wire(): FakeWebSocket {
    return this.platform.socket;
  }

  get eventNames(): string[] {
    return this.events.map((event) => event.name);
  }

  /** Connects over a socket that the server accepts. */
  async connect(): Promise<void> {
    const connected = this.socket.connect();
    this.wire.accept();
    await connected;
  }

  /** Loses the connection, lets the next attempt open and the server answer on it. */
  async loseAndResume(): Promise<void> {
    this.wire.end();
    await this.reopen();
    this.pong();
    await settle();
  }

  /** Waits for the next attempt and accepts it. */
  async reopen(): Promise<void> {
    const before = this.platform.sockets.length;
    for (let i = 0; i < 100 && this.platform.sockets.length === before; i++) {
      await this.clock.advance(100);
    }
    this.wire.accept();
    await settle();
  }

  /** MESSAGEs the client sent on the newest WebSocket. */
  messages(wire: FakeWebSocket = this.wire): Packet[] {
    return wire.sent.filter((packet) => packet.type === packetType.message);
  }

  /** Transaction id of a message by its payload, on any WebSocket. */
  idOf(payload: string): string {
    const packets = this.platform.sockets.flatMap((socket) => socket.sent);
    const packet = packets.find((candidate) => candidate.payload === payload);
    const id = packet?.headers.get(packetHeaders.transactionId);
    if (id === undefined) throw new Error(`no message "${payload}" was sent`);
    return id;
  }

  pong(): void {
    this.wire.deliver(pongPacket());
  }

  /** The server's STATUS for a message that was sent. */
  reply(to: string, status = 200, payload = ''): void {
    this.wire.deliver(statusPacket({ to: ['C1'], transactionId: this.idOf(to), status, payload }));
  }

  /** A MESSAGE of the server's. */
  event(transactionId: string, payload: string, from = server): void {
    this.wire.deliver(messagePacket({ to: [topic], from, transactionId, payload }));
  }
}

/** Headers as an object, for readable expectations. */
export function headersOf(packet: Packet | undefined): Record<string, string> {
  return Object.fromEntries(packet?.headers ?? []);
}

export function typesOf(packets: readonly Packet[]): string[] {
  const names = new Map<number, string>(
    Object.entries(packetType).map(([name, type]) => [type, name]),
  );
  return packets.map(({ type }) => names.get(type) ?? String(type));
}
