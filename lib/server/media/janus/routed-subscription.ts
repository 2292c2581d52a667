import type { JsepMessage } from '../../../protocol/index.js';
import { TokenBucket } from '../../messaging/token-bucket.js';
import { toOne, type DeliverEffect } from '../../sessions/effect.js';
import type { Subscription } from '../../sessions/session.js';
import type { MediaOutcome } from '../media-path.js';
import type { JanusAccess } from './janus-access.js';
import { JanusLost } from './connection/janus-error.js';
import type { JanusFeed } from './janus-feed.js';
import { JanusReceiver } from './janus-receiver.js';
import { rejectionOf } from './rejection.js';
import { renewalBurst, renewalsPerSecond } from './renewal-budget.js';
import { rejectsVideo } from './video-in-sdp.js';

/**
 * A subscription of a routed session. It outlives its peer connection: when that breaks in Janus, or Janus does, its client
 * is offered another one, and goes on with that (protocol §10, `peerId`).
 */
export class RoutedSubscription {
  readonly #access: JanusAccess;
  readonly #tell: (outcome: MediaOutcome) => void;
  readonly #onVideoRejected: (feed: JanusFeed) => void;
  readonly #renewals = new TokenBucket(renewalsPerSecond, renewalBurst);
  #subscription: Subscription;
  /** What is to be received now; undefined while the stream has no media. */
  #feed: JanusFeed | undefined;
  #receiver: JanusReceiver | undefined;
  #closed = false;

  /** @param onVideoRejected Called when the client takes no video of the feed: it does not know the codec, perhaps. */
  constructor(
    subscription: Subscription,
    access: JanusAccess,
    tell: (outcome: MediaOutcome) => void,
    onVideoRejected: (feed: JanusFeed) => void,
  ) {
    this.#subscription = subscription;
    this.#access = access;
    this.#tell = tell;
    this.#onVideoRejected = onVideoRejected;
  }

  /**
   * Receives from this feed from now on.
   *
   * @returns What the client is told: the offer. @throws JanusRefusal, JanusLost.
   */
  async connect(feed: JanusFeed): Promise<DeliverEffect[]> {
    this.#feed = feed;
    const receiver = await JanusReceiver.open(feed, this.#subscription.channels);
    receiver.onHangup = (reason) => {
      if (this.#receiver === receiver) this.#hungUp(reason);
    };
    if (this.#closed || this.#feed !== feed) {
      receiver.close();
      return [];
    }
    this.#receiver?.close();
    this.#receiver = receiver;
    // What was wanted while it was made.
    receiver.select(this.#subscription.channels);
    return [this.#offer(receiver, receiver.offer)];
  }

  /** The same, without anybody who waits for it. */
  reconnect(feed: JanusFeed): void {
    this.connect(feed).then(
      (messages) => {
        this.#tell({ messages });
      },
      (error: unknown) => {
        this.renew(error);
      },
    );
  }

  /** Its feed is gone; there will be another one. */
  disconnect(): void {
    this.#feed = undefined;
    this.#receiver?.close();
    this.#receiver = undefined;
  }

  /** @throws RequestRejected 400. */
  async negotiate(message: JsepMessage): Promise<DeliverEffect[]> {
    const receiver = this.#receiver;
    const { peerId } = message.peer;
    // Of a peer connection that is gone.
    if (receiver === undefined) return [];
    if (peerId !== undefined && peerId !== receiver.peerId) return [];
    try {
      switch (message.kind) {
        case 'answer':
          await receiver.start(message.sdp);
          if (rejectsVideo(message.sdp)) this.#onVideoRejected(receiver.feed);
          return [];
        // It wants new ICE credentials (§11). Janus makes all offers to subscribers, so it gets one, and drops its own.
        case 'offer':
          return [this.#offer(receiver, await receiver.restart())];
        case 'candidate':
          receiver.trickle(message);
          return [];
      }
    } catch (error) {
      if (this.#receiver !== receiver) return [];
      // No answer of the client's can mend what is broken in Janus.
      if (error instanceof JanusLost || message.kind === 'offer') {
        this.renew(error);
        return [];
      }
      throw rejectionOf(error);
    }
  }

  /** The subscriber wants something else. */
  adapt(subscription: Subscription): void {
    this.#subscription = subscription;
    this.#receiver?.select(subscription.channels);
  }

  close(): void {
    this.#closed = true;
    this.disconnect();
  }

  /** Offers another peer connection, if the feed is still there when Janus is. */
  renew(reason: unknown): void {
    const feed = this.#feed;
    if (this.#closed || feed === undefined) return;
    const { logger } = this.#access;
    const { id } = this.#subscription;
    if (!this.#renewals.take()) {
      logger.warn({ subscription: id, err: reason }, 'routed subscription breaks again and again');
      return;
    }
    logger.debug({ subscription: id, err: reason }, 'routed subscription is renewed');
    this.#receiver?.close();
    this.#receiver = undefined;
    void this.#access.session().then(
      ({ session }) => {
        if (this.#closed || this.#feed !== feed || feed.session !== session) return;
        this.reconnect(feed);
      },
      // The router is closed.
      () => undefined,
    );
  }

  #hungUp(reason: string): void {
    // The client has closed its side, and leaves, or makes another.
    if (reason !== 'DTLS alert') this.renew(reason);
  }

  #offer({ peerId }: JanusReceiver, sdp: string): DeliverEffect {
    const { id: subscriberId, streamId, subscriber } = this.#subscription;
    const target = { streamId, subscriberId, peer: { peerId } };
    return toOne(subscriber, { kind: 'offer', ...target, sdp });
  }
}
