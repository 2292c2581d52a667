import type { Packet, PacketInit } from '../../../lib/protocol/wire/packet-format.js';
import {
  messagePacket,
  pongPacket,
  statusPacket,
} from '../../../lib/protocol/wire/packet-builders.js';
import { parseClientPacket } from '../../../lib/protocol/wire/client-packet.js';
import { closeCode } from '../../../lib/protocol/wire/header-names.js';
import type { FakePlatform, FakeWebSocket } from './fake-socket.js';

/** One connection: what is on its way in each direction. Like TCP it keeps the order and may end anywhere. */
interface Link {
  readonly wire: FakeWebSocket;
  readonly up: Packet[];
  readonly down: PacketInit[];
}

/** What happens to connections that the client opens. */
export type Network = 'good' | 'refusing' | 'dead';

/**
 * The server's side of protocol §7 and §11 for one client, over a network that moves nothing by itself: every packet
 * waits until it is let through.
 */
export class ModelServer {
  network: Network = 'good';
  /** Payloads of the requests that were carried out, in order. */
  readonly processed: string[] = [];
  readonly #seen = new Set<string>();
  /** Events by transaction id that the client has not acknowledged, oldest first. */
  readonly #outbox = new Map<string, PacketInit>();
  #known = false;
  #events = 0;
  #link: Link | undefined;

  constructor(platform: FakePlatform) {
    platform.onSocket = (wire) => {
      platform.clock.setTimeout(() => {
        this.#arrive(wire);
      }, 10);
    };
  }

  /** Whether nothing is on its way or unacknowledged. */
  get idle(): boolean {
    const { up, down } = this.#link ?? { up: [], down: [] };
    return up.length + down.length + this.#outbox.size === 0;
  }

  /** Sends an event, now or when the client is back. */
  send(payload: string): void {
    const transactionId = `event-${this.#events++}`;
    const packet = messagePacket({ to: ['C1'], from: 'symphony.model', transactionId, payload });
    this.#outbox.set(transactionId, packet);
    if (this.#known) this.#link?.down.push(packet);
  }

  /** Sends the oldest unacknowledged event once more. */
  repeat(): void {
    const [oldest] = this.#outbox.values();
    if (oldest && this.#known) this.#link?.down.push(oldest);
  }

  /** Lets packets of the client arrive. */
  passUp(count: number): void {
    for (const packet of this.#link?.up.splice(0, count) ?? []) this.#receive(packet);
  }

  /** Lets packets reach the client. */
  passDown(count: number): void {
    for (const packet of this.#link?.down.splice(0, count) ?? []) this.#link?.wire.deliver(packet);
  }

  /** Delays the first reply on its way by one packet: replies need not come in the order of the requests. */
  delayReply(): void {
    const down = this.#link?.down ?? [];
    const index = down.findIndex((packet, i) => isStatus(packet) && isStatus(down[i + 1]));
    const [reply] = index < 0 ? [] : down.splice(index, 1);
    if (reply) down.splice(index + 1, 0, reply);
  }

  /** Everything on its way is lost. The client notices at once, or only by the silence. */
  cut(noticed: boolean): void {
    const link = this.#link;
    this.#link = undefined;
    if (noticed) link?.wire.end();
  }

  #arrive(wire: FakeWebSocket): void {
    if (this.network === 'dead' || wire.readyState !== 0) return;
    if (this.network === 'refusing') {
      wire.refuse();
      return;
    }
    const link: Link = { wire, up: [], down: this.#known ? [...this.#outbox.values()] : [] };
    wire.onSent = (packet) => link.up.push(packet);
    this.#link = link;
    wire.accept();
  }

  #receive(packet: Packet): void {
    const received = parseClientPacket(packet);
    if (!this.#known && received.type !== 'connect') {
      this.#link?.wire.end(closeCode.stop, 'unknown socket');
      return;
    }
    if (!this.#known) this.#link?.down.push(...this.#outbox.values());
    this.#known = true;
    switch (received.type) {
      case 'ping':
        this.#link?.down.push(pongPacket());
        break;
      case 'acknowledge':
        this.#outbox.delete(received.transactionId ?? '');
        break;
      case 'connect':
        this.#reply(received.transactionId ?? '');
        break;
      case 'message': {
        const id = received.transactionId ?? '';
        if (!this.#seen.has(id)) this.processed.push(received.payload);
        this.#seen.add(id);
        this.#reply(id);
        break;
      }
      default:
    }
  }

  #reply(transactionId: string): void {
    this.#link?.down.push(statusPacket({ to: ['C1'], transactionId, status: 200 }));
  }
}

function isStatus(packet: PacketInit | undefined): boolean {
  return packet?.type === 9;
}
