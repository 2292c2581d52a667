import { isServerAddress } from '../../protocol/wire/header-names.js';
import type { JsepMessage } from '../../protocol/messages/jsep-message.js';
import type { ConnectionReason, StreamReason } from '../../protocol/messages/session-objects.js';
import type { ServerMessage } from '../../protocol/messages/server-message.js';
import type { Publication } from './publication.js';
import type { SessionStream } from './session-stream.js';
import type { TransferContext } from './stream-transfer.js';
import type { Subscription } from './subscription.js';

/** Finds the publication or subscription of a joined session that a message is for. */
export class Negotiator {
  readonly #publications: ReadonlyMap<string, Publication>;
  readonly #subscriptions: ReadonlyMap<string, Subscription>;

  constructor({ publications, subscriptions }: TransferContext) {
    this.#publications = publications;
    this.#subscriptions = subscriptions;
  }

  /** Messages of other kinds are ignored, as are those for what is not (or no longer) there. */
  handle(message: ServerMessage, from: string): void {
    switch (message.kind) {
      case 'offer':
      case 'answer':
      case 'candidate':
        this.#route(message, from);
        break;
      case 'generate-offer':
        this.#publications.get(message.streamId)?.handleGenerateOffer(message, from);
        break;
      case 'subscriber-deleted':
        this.#publications.get(message.streamId)?.handleSubscriberDeleted(message.subscriberId);
        break;
      case 'subscriber-channel-update': {
        const { streamId, subscriberId, channelId, changes } = message;
        if (!isServerAddress(from)) {
          this.#publications.get(streamId)?.handleWishes(message, from);
        } else if (changes.active !== undefined) {
          this.#subscriptions.get(subscriberId)?.handleSwitched(channelId, changes.active);
        }
        break;
      }
      default:
    }
  }

  handleOwnStreamCreated(stream: SessionStream): void {
    this.#publications.get(stream.id)?.handleCreated(stream);
  }

  handleOwnStreamMuted(stream: SessionStream): void {
    this.#publications.get(stream.id)?.handleMuted(stream);
  }

  handleStreamDropped(stream: SessionStream, reason: StreamReason): void {
    this.#publications.get(stream.id)?.end(reason);
    for (const subscription of this.#subscriptionsTo(stream)) {
      subscription.handleStreamDropped(reason);
    }
  }

  handleQualityWarning(stream: SessionStream, active: boolean): void {
    for (const subscription of this.#subscriptionsTo(stream))
      subscription.handleQualityWarning(active);
  }

  handleConnectionDropped(connectionId: string): void {
    for (const publication of this.#publications.values()) {
      publication.handleConnectionDropped(connectionId);
    }
  }

  messagingLost(): void {
    for (const transfer of this.#all()) transfer.messagingLost();
  }

  messagingResumed(): void {
    for (const transfer of this.#all()) transfer.messagingResumed();
  }

  restartIce(): void {
    for (const transfer of this.#all()) transfer.restartIce();
  }

  /** The application leaves the session: everything ends, newest first. */
  cancel(): void {
    for (const transfer of this.#all().reverse()) transfer.cancel();
  }

  /** Everything ends with the session; newest first. */
  end(reason: ConnectionReason): void {
    for (const transfer of this.#all().reverse()) transfer.end(reason);
  }

  /** The same with no event. */
  dispose(): void {
    for (const transfer of this.#all().reverse()) transfer.dispose();
  }

  /**
   * A client that subscribes to its own stream gets both sides' messages back under one URI: what the subscriber sent is
   * for the publisher.
   */
  #route(message: JsepMessage, from: string): void {
    const subscription = this.#subscriptions.get(message.subscriberId ?? '');
    if (subscription && !subscription.hasSent(message)) {
      subscription.handleNegotiation(message, from);
    } else {
      this.#publications.get(message.streamId)?.handleNegotiation(message, from);
    }
  }

  #subscriptionsTo(stream: SessionStream): Subscription[] {
    return [...this.#subscriptions.values()].filter(
      (subscription) => subscription.stream === stream,
    );
  }

  #all(): (Publication | Subscription)[] {
    return [...this.#publications.values(), ...this.#subscriptions.values()];
  }
}
