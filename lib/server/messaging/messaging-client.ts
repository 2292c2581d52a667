import { encodePacket, limits, messagePacket, status, statusPacket } from '../../protocol/index.js';
import type { ServerLimits } from '../server-limits.js';
import type { SessionOwner } from '../ownership/session-owner.js';
import type { Member } from '../sessions/member.js';
import type { ClientSocket } from './client-socket.js';
import { Outbox } from './outbox.js';
import type { OutgoingBudget } from './outgoing-budget.js';
import { PacketQueue } from './packet-queue.js';
import { RecentResponses } from './recent-responses.js';
import type { RequestResponse } from './recent-responses.js';
import { TokenBucket } from './token-bucket.js';

/** The session that a client has joined. */
export interface Membership {
  readonly owner: SessionOwner;
  readonly member: Member;
}

const tricklePerSecond = 30;

/**
 * A client's messaging state, which outlives its sockets: it is what a client with the same socket
 * id finds again when it reconnects (protocol §11).
 */
export class MessagingClient {
  readonly connectionId: string;
  /** Undefined for clients that cannot resume. */
  readonly socketId: string | undefined;
  readonly topics = new Set<string>();
  readonly responses: RecentResponses;
  /** Requests that were refused before it joined. */
  refusals = 0;
  /** Requests that the client may make. */
  readonly budget: TokenBucket;
  /** Requests that it may make even if its session is busy with those of others. */
  readonly trickle = new TokenBucket(tricklePerSecond, tricklePerSecond);
  /** Packets that came while a request was under way that takes time. */
  readonly queue = new PacketQueue();
  /** Whether such a request is under way. */
  isWaiting = false;
  /** Whether DISCONNECT is in the queue. */
  isLeaving = false;
  membership: Membership | undefined;
  /** Sequence of the first effect in its session that it is to hear of. */
  joinedAt = 0;
  /** Closes the client when it is not there in time: to join, or after a loss. */
  deadline: NodeJS.Timeout | undefined;

  readonly #outbox: Outbox;
  #socket: ClientSocket | undefined;
  #closed = false;
  #expelled = false;

  /** @param outgoing Counts what is kept for it. */
  constructor(
    connectionId: string,
    socketId: string | undefined,
    options: ServerLimits,
    outgoing: OutgoingBudget,
  ) {
    this.connectionId = connectionId;
    this.socketId = socketId;
    this.responses = new RecentResponses(options.dedupeWindow);
    this.budget = new TokenBucket(options.messagesPerSecond, options.messageBurst);
    this.#outbox = new Outbox(options, outgoing);
  }

  get socket(): ClientSocket | undefined {
    return this.#socket;
  }

  /** Whether it has left for good. */
  get isClosed(): boolean {
    return this.#closed;
  }

  /** Whether it is about to be closed by its session, and may ask for nothing any more. */
  get isExpelled(): boolean {
    return this.#expelled;
  }

  expel(): void {
    this.#expelled = true;
  }

  /** Goes on with a socket, which first gets what the client has not acknowledged. */
  attach(socket: ClientSocket): void {
    this.#socket = socket;
    if (this.membership !== undefined) socket.trust();
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
    if (this.#closed) return true;
    this.#socket?.send(packet);
    return this.socketId === undefined || this.#outbox.add(transactionId, packet);
  }

  /** Not kept: a client that does not get it asks again. */
  sendStatus(transactionId: string | undefined, response: RequestResponse): void {
    if (transactionId === undefined) return;
    const to = [this.connectionId];
    this.#socket?.send(encodePacket(statusPacket({ to, transactionId, ...response })));
  }

  /** RequestResponse to a read. Not kept either. */
  sendResult(transactionId: string | undefined, from: string, payload: string): void {
    if (transactionId === undefined) return;
    const to = [this.connectionId];
    const packet = messagePacket({ to, from, transactionId, payload, status: status.ok });
    this.#socket?.sendState(encodePacket(packet, { maxPacketBytes: limits.serverPacketBytes }));
  }

  /** Bytes that are kept until it acknowledges them. */
  get unacknowledgedBytes(): number {
    return this.#outbox.bytes;
  }

  /** @returns False if its events cannot be forgotten without its losing some: it acknowledges what it gets. */
  forgetEvents(): boolean {
    if (this.#outbox.isRelied) return false;
    this.#outbox.clear();
    return true;
  }

  acknowledge(transactionId: string): void {
    this.#outbox.acknowledge(transactionId);
  }

  /** Nothing is sent afterwards; a socket that is open closes. */
  close(code: number, reason: string): void {
    this.#closed = true;
    clearTimeout(this.deadline);
    this.#outbox.clear();
    this.#socket?.close(code, reason);
    this.#socket = undefined;
  }
}
