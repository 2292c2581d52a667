import type { JsepMessage } from '../../protocol/messages/jsep-message.js';
import type { ConnectionReason, StreamReason } from '../../protocol/messages/session-objects.js';
import type { ServerMessage } from '../../protocol/messages/server-message.js';
import type { MediaContext } from '../negotiation/media-context.js';
import { Publication, type PublishOptions } from './publication.js';
import type { SessionStream } from './session-stream.js';
import type { SubscribeOptions } from './subscribe-options.js';
import { Subscription } from './subscription.js';

/** The publications and subscriptions of a joined session, and which of them a message is for. */
export class Negotiator {
  readonly #context: MediaContext;
  readonly #publications = new Map<string, Publication>();
  readonly #subscriptions = new Map<string, Subscription>();

  constructor(context: MediaContext) {
    this.#context = context;
  }

  /** @throws RangeError if the stream id is in use, or there is more than one track of a kind. */
  publish(options: PublishOptions): Publication {
    if (options.streamId !== undefined && this.#publications.has(options.streamId)) {
      throw new RangeError(`streamId ${options.streamId} is published already`);
    }
    const publication = new Publication(options, this.#context, ({ streamId }) => {
      this.#publications.delete(streamId);
    });
    this.#publications.set(publication.streamId, publication);
    return publication;
  }

  subscribe(stream: SessionStream, options: SubscribeOptions): Subscription {
    const subscription = new Subscription(stream, options, this.#context, ({ id }) => {
      this.#subscriptions.delete(id);
    });
    this.#subscriptions.set(subscription.id, subscription);
    return subscription;
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
        const { subscriberId, channelId, changes } = message;
        if (changes.active === undefined) break;
        this.#subscriptions.get(subscriberId)?.handleSwitched(channelId, changes.active);
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
    for (const subscription of this.#subscribers(stream)) subscription.handleStreamDropped();
  }

  handleQualityWarning(stream: SessionStream, active: boolean): void {
    for (const subscription of this.#subscribers(stream)) subscription.handleQualityWarning(active);
  }

  handleConnectionDropped(connectionId: string): void {
    for (const publication of this.#publications.values()) {
      publication.handleConnectionDropped(connectionId);
    }
  }

  messagingLost(): void {
    for (const participant of this.#all()) participant.messagingLost();
  }

  messagingResumed(): void {
    for (const participant of this.#all()) participant.messagingResumed();
  }

  restartIce(): void {
    for (const participant of this.#all()) participant.restartIce();
  }

  /** The application leaves the session: everything is over, newest first. */
  withdraw(): void {
    for (const subscription of [...this.#subscriptions.values()].reverse()) subscription.withdraw();
    for (const publication of [...this.#publications.values()].reverse()) publication.withdraw();
  }

  /** Everything is over with the session; newest first. */
  end(reason: ConnectionReason): void {
    for (const subscription of [...this.#subscriptions.values()].reverse()) subscription.end();
    for (const publication of [...this.#publications.values()].reverse()) publication.end(reason);
  }

  /** The same with no event. */
  dispose(): void {
    for (const participant of this.#all().reverse()) participant.dispose();
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

  #subscribers(stream: SessionStream): Subscription[] {
    return [...this.#subscriptions.values()].filter(
      (subscription) => subscription.stream === stream,
    );
  }

  #all(): (Publication | Subscription)[] {
    return [...this.#publications.values(), ...this.#subscriptions.values()];
  }
}
