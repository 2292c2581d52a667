import { encodePacket, limits, messagePacket, status, statusPacket } from '../../protocol/index.js';
import type { ClientPacket } from '../../protocol/index.js';
import type { ServerLimits } from '../server-limits.js';
import type { Member } from '../sessions/member.js';
import type { Session } from '../sessions/session.js';
import type { ClientSocket } from './client-socket.js';
import { Outbox } from './outbox.js';
import { AnsweredRequests } from './answered-requests.js';
import type { Reply } from './answered-requests.js';
import { TokenBucket } from './token-bucket.js';

/** The session that a client has joined. */
export interface Membership {
  readonly session: Session;
  readonly member: Member;
}

/**
 * A client's messaging state, which outlives its sockets: it is what a client with the same socket
 * id finds again when it reconnects (protocol §11).
 */
export class MessagingClient {
  readonly connectionId: string;
  /** Undefined for clients that cannot resume. */
  readonly socketId: string | undefined;
  readonly topics = new Set<string>();
  readonly replies: AnsweredRequests;
  /** Requests that the client may make. */
  readonly budget: TokenBucket;
  /** Packets that came while joining, which takes time, was under way. */
  readonly waiting: ClientPacket[] = [];
  isJoining = false;
  membership: Membership | undefined;
  /** Ends the client when it is not there in time: to join, or after a loss. */
  deadline: NodeJS.Timeout | undefined;

  readonly #outbox: Outbox;
  #socket: ClientSocket | undefined;
  #ended = false;

  constructor(connectionId: string, socketId: string | undefined, options: ServerLimits) {
    this.connectionId = connectionId;
    this.socketId = socketId;
    this.replies = new AnsweredRequests(options.dedupeWindow);
    this.budget = new TokenBucket(options.messagesPerSecond, options.messageBurst);
    this.#outbox = new Outbox(options);
  }

  get socket(): ClientSocket | undefined {
    return this.#socket;
  }

  /** Whether it has left for good. */
  get isEnded(): boolean {
    return this.#ended;
  }

  /** Goes on with a socket, which first gets what the client has not acknowledged. */
  attach(socket: ClientSocket): void {
    this.#socket = socket;
    socket.sendMissed(this.#outbox.packets());
  }

  detach(): void {
    this.#socket = undefined;
  }

  /**
   * Sends an event, now or when the client is back, if it can come back.
   *
   * @returns False if too much is unacknowledged, so that the client has to go.
   */
  sendEvent(transactionId: string, packet: Uint8Array): boolean {
    if (this.#ended) return true;
    this.#socket?.send(packet);
    return this.socketId === undefined || this.#outbox.add(transactionId, packet);
  }

  /** Not kept: a client that does not get it asks again. */
  sendStatus(transactionId: string | undefined, reply: Reply): void {
    if (transactionId === undefined) return;
    const to = [this.connectionId];
    this.#socket?.send(encodePacket(statusPacket({ to, transactionId, ...reply })));
  }

  /** Reply to a read. Not kept either. */
  sendResult(transactionId: string | undefined, from: string, payload: string): void {
    if (transactionId === undefined) return;
    const to = [this.connectionId];
    const packet = messagePacket({ to, from, transactionId, payload, status: status.ok });
    this.#socket?.sendState(encodePacket(packet, { maxPacketBytes: limits.serverPacketBytes }));
  }

  acknowledge(transactionId: string): void {
    this.#outbox.acknowledge(transactionId);
  }

  /** Nothing is sent afterwards; a socket that is open closes. */
  end(code: number, reason: string): void {
    this.#ended = true;
    clearTimeout(this.deadline);
    this.#socket?.close(code, reason);
    this.#socket = undefined;
  }
}
