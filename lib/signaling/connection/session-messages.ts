import { silentLog, type Log, type LogDetails } from '../../common/log.js';
import type { ClientMessage } from '../../protocol/messages/client-message.js';
import { formatClientMessage } from '../../protocol/messages/format-client-message.js';
import type { SessionAddress } from '../../protocol/messages/message-uri.js';
import { MessagingError } from './messaging-error.js';
import type { Messaging, Reply, RequestOptions } from './messaging-types.js';

/** Messages of one session over one messaging connection. */
export class SessionMessages {
  readonly #messaging: Messaging;
  readonly #address: SessionAddress;
  readonly #log: Log;

  constructor(messaging: Messaging, address: SessionAddress, log: Log = silentLog) {
    this.#messaging = messaging;
    this.#address = address;
    this.#log = log;
  }

  get connectionId(): string {
    return this.#messaging.connectionId;
  }

  /** Rejects as `Messaging.request` does; with `ProtocolError` if the message cannot be written. */
  async request(message: ClientMessage, options?: RequestOptions): Promise<Reply> {
    this.#log.debug('request', () => subjectOf(message));
    try {
      const reply = await this.#messaging.request(
        formatClientMessage(this.#address, message),
        options,
      );
      this.#log.debug('answered', () => ({ ...subjectOf(message), status: reply.status }));
      return reply;
    } catch (error) {
      const details = { ...subjectOf(message), error };
      if (error instanceof MessagingError) this.#log.warn('refused', details);
      else this.#log.debug('ended without an answer', details);
      throw error;
    }
  }

  /** For messages whose reply does not matter. Kept and sent again over a loss. */
  notify(message: ClientMessage): void {
    this.#log.debug('sent', () => subjectOf(message));
    this.#messaging.notify(formatClientMessage(this.#address, message));
  }
}

const ids: ReadonlySet<string> = new Set([
  ...['streamId', 'subscriberId', 'connectionId', 'channelId', 'to'],
]);

/** What a log may show of a message: its kind and whom or what it is about, not what it says. */
export function subjectOf(message: { readonly kind: string }): LogDetails {
  const given = Object.entries<unknown>({ ...message }).filter(
    ([name, value]) => ids.has(name) && value !== undefined,
  );
  return { kind: message.kind, ...Object.fromEntries(given) };
}
