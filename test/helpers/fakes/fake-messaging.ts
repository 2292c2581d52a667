import { Emitter, type Listener } from '../../../lib/common/emitter.js';
import { ErrorCode, SessionError } from '../../../lib/common/session-error.js';
import type { ClientMessage } from '../../../lib/protocol/messages/client-message.js';
import { formatServerMessage } from '../../../lib/protocol/messages/format-server-message.js';
import { parseClientMessage } from '../../../lib/protocol/messages/parse-client-message.js';
import type { ServerMessage } from '../../../lib/protocol/messages/server-message.js';
import {
  formatStatusPayload,
  type StatusResult,
} from '../../../lib/protocol/messages/status-payload.js';
import { MessagingError } from '../../../lib/signaling/connection/messaging-error.js';
import type {
  CloseReason,
  Messaging,
  MessagingEvents,
  MessagingSocketOptions,
  MessagingState,
  Reply,
  RequestOptions,
  SendOptions,
} from '../../../lib/signaling/connection/messaging-types.js';

export const address = { partnerId: '100', sessionId: 'S1' };

/** How the test's server answers: a refusal, a result, a message, or (`undefined`) not yet. */
export type Answer = { readonly status: number } | StatusResult | ServerMessage | undefined;

export type Answerer = (message: ClientMessage, messaging: FakeMessaging) => Answer;

/** The messages that can have that kind. */
type MessageOf<Kind, Message = ClientMessage> = Message extends { kind: infer Kinds }
  ? Kind extends Kinds
    ? Message
    : never
  : never;

interface Pending {
  readonly message: ClientMessage;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A messaging connection whose server is the test. Like the real one it keeps requests over a loss, unless they are not
 * to be retried, and rejects them when it closes.
 */
export class FakeMessaging implements Messaging {
  readonly options: MessagingSocketOptions;
  /** Every message the server has seen, in order. */
  readonly received: ClientMessage[] = [];
  networkChanges = 0;
  state: MessagingState = 'new';
  /** May be replaced at any time. */
  answer: Answerer;
  readonly #events = new Emitter<MessagingEvents>();
  #kept: Pending[] = [];
  #unanswered: Pending[] = [];

  constructor(options: MessagingSocketOptions, answer: Answerer) {
    this.options = options;
    this.answer = answer;
  }

  get connectionId(): string {
    return this.options.connectionId;
  }

  on<Name extends keyof MessagingEvents>(
    name: Name,
    listener: Listener<MessagingEvents[Name]>,
  ): void {
    this.#events.on(name, listener);
  }

  off<Name extends keyof MessagingEvents>(
    name: Name,
    listener: Listener<MessagingEvents[Name]>,
  ): void {
    this.#events.off(name, listener);
  }

  connect(): Promise<void> {
    this.state = 'connected';
    return Promise.resolve();
  }

  request(payload: string, { retry = true, signal }: RequestOptions = {}): Promise<Reply> {
    const { message } = parseClientMessage(payload);
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    return new Promise((resolve, reject) => {
      const pending = { message, resolve, reject };
      signal?.addEventListener('abort', () => {
        this.#kept = this.#kept.filter((kept) => kept !== pending);
        reject(signal.reason as Error);
      });
      if (this.state === 'connected') this.#deliver(pending);
      else if (this.state === 'reconnecting' && retry) this.#kept.push(pending);
      else reject(new SessionError(ErrorCode.SessionDisconnected, 'there is no connection'));
    });
  }

  notify(payload: string, options?: SendOptions): boolean {
    this.request(payload, options).catch(() => undefined);
    return true;
  }

  networkChanged(): void {
    this.networkChanges++;
  }

  leave(): Promise<void> {
    if (this.state !== 'closed') this.close('left');
    return Promise.resolve();
  }

  dispose(): void {
    this.#events.close();
    if (this.state !== 'closed') this.close('left');
  }

  // The test's side

  /** Kinds of messages the server has seen. */
  get kinds(): ClientMessage['kind'][] {
    return this.received.map(({ kind }) => kind);
  }

  /** The last message of that kind. */
  last<Kind extends ClientMessage['kind']>(kind: Kind): MessageOf<Kind> {
    const found = this.received.findLast((message) => message.kind === kind);
    if (!found) throw new Error(`the client has sent no ${kind}`);
    return found as MessageOf<Kind>;
  }

  /** A message from the server, or passed on by it. */
  deliver(message: ServerMessage, from = 'symphony.test'): void {
    this.#events.emit('message', { from, payload: formatServerMessage(address, message) });
  }

  deliverText(payload: string, from = 'symphony.test'): void {
    this.#events.emit('message', { from, payload });
  }

  lose(): void {
    this.state = 'reconnecting';
    this.#events.emit('lost', { cause: { kind: 'silent', detail: 'test' } });
  }

  resume(): void {
    this.state = 'connected';
    this.#events.emit('resumed', { attempts: 1, elapsedMs: 1 });
    for (const pending of this.#kept.splice(0)) this.#deliver(pending);
  }

  close(reason: CloseReason, error?: SessionError): void {
    this.state = 'closed';
    const gone = error ?? new SessionError(ErrorCode.SessionDisconnected, 'the session was left');
    for (const { reject } of [...this.#kept.splice(0), ...this.#unanswered.splice(0)]) reject(gone);
    this.#events.emit('closed', { reason, error });
    this.#events.close();
  }

  #deliver(pending: Pending): void {
    const { message, resolve, reject } = pending;
    this.received.push(message);
    const answer = this.answer(message, this);
    if (answer === undefined) {
      this.#unanswered.push(pending);
    } else if ('kind' in answer) {
      const payload = formatServerMessage(address, answer);
      resolve({ kind: 'message', status: 200, payload });
    } else if ('status' in answer) {
      const text = `the server answered ${answer.status}`;
      reject(new MessagingError(ErrorCode.InternalError, answer.status, text));
    } else {
      resolve({ kind: 'status', status: 200, payload: formatStatusPayload(answer) });
    }
  }
}
