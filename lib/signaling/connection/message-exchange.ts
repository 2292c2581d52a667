import { ErrorCode, SessionError } from '../../common/session-error.js';
import { acknowledgePacket, messagePacket } from '../../protocol/wire/packet-builders.js';
import { encodePacket } from '../../protocol/wire/packet-codec.js';
import type { Packet } from '../../protocol/wire/packet-format.js';
import { refusalReason } from '../../protocol/refusal-reason.js';
import { createId } from '../../protocol/ids.js';
import type { ServerPacket } from '../../protocol/wire/server-packet.js';
import { BoundedSet } from '../../common/bounded-set.js';
import type { SignalingConfig } from '../signaling-config.js';
import { MessagingError } from './messaging-error.js';
import type { InboundMessage, Reply, RequestOptions, SendOptions } from './messaging-types.js';
import { SuspendAwareClock } from './suspend-aware-clock.js';
import { PendingRequests } from './pending-requests.js';
import { ResendBuffer } from './resend-buffer.js';
import type { Clock } from '../platform.js';

export interface MessageExchangeOptions {
  readonly connectionId: string;
  readonly serverAddress: string;
  readonly clock: Clock;
  readonly config: SignalingConfig;
  /** Sends a packet if it can be sent now; otherwise returns false. */
  readonly send: (bytes: Uint8Array<ArrayBuffer>) => boolean;
  /** A message that is not a reply, for the first time. */
  readonly deliver: (message: InboundMessage) => void;
}

/**
 * Whether there is a connection: `waiting` means that somebody tries to get one, so that messages that may be sent
 * later are taken.
 */
type Availability = 'none' | 'waiting' | 'open';

/**
 * Requests and replies, acknowledgements and duplicates (protocol §7), whatever connection carries them at the moment.
 *
 * A message with the retry flag is sent in its place in the order, on this connection or a later one, until the server
 * has answered. What the server sends is delivered once.
 */
export class MessageExchange {
  readonly #options: MessageExchangeOptions;
  readonly #requests: PendingRequests;
  readonly #unanswered: ResendBuffer;
  readonly #seen: BoundedSet<string>;
  #availability: Availability = 'none';

  constructor(options: MessageExchangeOptions) {
    const { clock, config } = options;
    this.#options = options;
    this.#seen = new BoundedSet(config.duplicateWindow);
    this.#unanswered = new ResendBuffer({
      messages: config.resendBufferMessages,
      bytes: config.resendBufferBytes,
    });
    this.#requests = new PendingRequests({
      clock: new SuspendAwareClock(clock, config),
      abandoned: (id) => {
        this.#unanswered.delete(id);
        // A late reply must not be taken for an event.
        this.#seen.add(id);
      },
    });
  }

  /** Messages that the server has not answered, to be sent again after a loss. */
  get unanswered(): number {
    return this.#unanswered.size;
  }

  /** See `Messaging.request`. */
  async request(payload: string, options: RequestOptions = {}): Promise<Reply> {
    options.signal?.throwIfAborted();
    const { id, reply } = this.#register(options);
    try {
      this.#post(id, payload, options);
    } catch (error) {
      this.#requests.reject(id, error);
    }
    return reply;
  }

  /** See `Messaging.notify`. */
  notify(payload: string, options: SendOptions = {}): boolean {
    // A request all the same, so that it leaves the resend buffer even if no reply ever comes.
    const { id, reply } = this.#register(options);
    reply.catch(() => undefined);
    try {
      this.#post(id, payload, options);
      return true;
    } catch (error) {
      this.#requests.reject(id, error);
      if (error instanceof SessionError) return false;
      throw error;
    }
  }

  /** There will be a connection. */
  wait(): void {
    this.#availability = 'waiting';
  }

  /** The server can be reached: timeouts begin to run. */
  open(): void {
    this.#availability = 'open';
    this.#requests.run();
  }

  /** The connection is lost and will be replaced. What is not to be sent again rejects with `reason`. */
  pause(reason: SessionError): void {
    this.#availability = 'waiting';
    this.#requests.pause(reason);
  }

  /** No connection any more: everything pending rejects with `reason`. */
  end(reason: SessionError): void {
    this.#availability = 'none';
    this.#unanswered.clear();
    this.#requests.rejectAll(reason);
  }

  /** Sends everything that the server has not answered, in order. For the beginning of a connection. */
  sendUnanswered(): void {
    for (const message of this.#unanswered) this.#options.send(message);
  }

  receive(packet: ServerPacket): void {
    if (packet.type === 'pong') return;
    const { transactionId } = packet;
    if (transactionId !== undefined) this.#unanswered.delete(transactionId);
    if (packet.type === 'status') {
      if (transactionId !== undefined) this.#receiveStatus(transactionId, packet);
      return;
    }
    if (transactionId !== undefined) {
      this.#acknowledge(packet.addresses, transactionId);
      if (this.#seen.has(transactionId)) return;
      this.#seen.add(transactionId);
    }
    if (packet.type !== 'message') return;
    const { from, payload } = packet;
    const reply: Reply = { kind: 'message', status: 200, payload };
    const answers = transactionId !== undefined && this.#requests.resolve(transactionId, reply);
    if (!answers) this.#options.deliver({ from, payload });
  }

  #receiveStatus(id: string, { status, ok, payload }: Extract<ServerPacket, { type: 'status' }>) {
    if (ok) this.#requests.resolve(id, { kind: 'status', status, payload });
    else this.#requests.reject(id, refusal(status, payload));
  }

  #acknowledge(addresses: readonly string[], transactionId: string): void {
    const { connectionId: from, config, send } = this.#options;
    const packet = acknowledgePacket({ addresses, transactionId, from }, config.packetHeaders);
    send(this.#encode(packet));
  }

  #register(options: RequestOptions): { id: string; reply: Promise<Reply> } {
    const id = createId();
    const { retry = true, expects = 'any', signal } = options;
    const timeoutMs = options.timeoutMs ?? this.#options.config.requestTimeoutMs;
    return { id, reply: this.#requests.add(id, { retry, timeoutMs, expects, signal }) };
  }

  #post(transactionId: string, payload: string, { retry = true, token }: SendOptions): void {
    const { serverAddress, connectionId: from, config, send } = this.#options;
    if (this.#availability === 'none' || (this.#availability === 'waiting' && !retry)) {
      throw noConnection();
    }
    const init = { to: [serverAddress], from, transactionId, payload, token };
    const bytes = this.#encode(messagePacket(init, config.packetHeaders));
    if (retry && !this.#unanswered.add(transactionId, bytes)) {
      throw new SessionError(
        ErrorCode.InternalError,
        `${this.#unanswered.size} messages wait for an answer, no more fit into the resend buffer`,
      );
    }
    const sent = send(bytes);
    if (!sent && !retry) throw noConnection();
  }

  #encode(packet: Packet): Uint8Array<ArrayBuffer> {
    return encodePacket(packet, { maxPacketBytes: this.#options.config.maxSendPacketBytes });
  }
}

/** The error of a STATUS that is not 2xx; its message has the reason that the payload gives. */
export function refusal(status: number, payload: string): MessagingError {
  const what = status === 0 ? 'without a status' : `with status ${status}`;
  const reason = refusalReason(payload);
  const message = `the server refused ${what}${reason === undefined ? '' : `: ${reason}`}`;
  return new MessagingError(ErrorCode.GenericSdkError, status, message);
}

function noConnection(): SessionError {
  const message = 'there is no messaging connection at the moment';
  return new SessionError(ErrorCode.SessionDisconnected, message);
}
