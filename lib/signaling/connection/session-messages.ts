import type { ClientMessage } from '../../protocol/messages/client-message.js';
import { formatClientMessage } from '../../protocol/messages/format-client-message.js';
import type { SessionAddress } from '../../protocol/messages/message-uri.js';
import type { Messaging, Reply, RequestOptions } from './messaging-types.js';

/** Messages of one session over one messaging connection. */
export class SessionMessages {
  readonly #messaging: Messaging;
  readonly #address: SessionAddress;

  constructor(messaging: Messaging, address: SessionAddress) {
    this.#messaging = messaging;
    this.#address = address;
  }

  get connectionId(): string {
    return this.#messaging.connectionId;
  }

  /** Rejects as `Messaging.request` does; with `ProtocolError` if the message cannot be written. */
  async request(message: ClientMessage, options?: RequestOptions): Promise<Reply> {
    return this.#messaging.request(formatClientMessage(this.#address, message), options);
  }

  /** For messages whose reply does not matter. Kept and sent again over a loss. */
  notify(message: ClientMessage): void {
    this.#messaging.notify(formatClientMessage(this.#address, message));
  }
}
