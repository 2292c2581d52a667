import type { JsepMessage, StreamInfo } from '../../../protocol/index.js';
import { status } from '../../../protocol/index.js';
import { TokenBucket } from '../../messaging/token-bucket.js';
import { toOne, type DeliverEffect } from '../../sessions/effect.js';
import { RequestRejected } from '../../sessions/request-rejected.js';
import type { VideoCodec } from '../../router-options.js';
import type { Subscription } from '../../sessions/session.js';
import type { MediaOutcome } from '../media-path.js';
import { Backoff } from './connection/backoff.js';
import type { JanusAccess } from './janus-access.js';
import { JanusLost, RouterClosed } from './connection/janus-error.js';
import { JanusFeed } from './janus-feed.js';
import type { JanusSession } from './connection/janus-session.js';
import { rejectionOf } from './rejection.js';
import { renewalBurst, renewalsPerSecond } from './renewal-budget.js';
import { RoutedSubscription } from './routed-subscription.js';

/** The video codec that every client has. */
const common = 'vp8' satisfies VideoCodec;

/**
 * A stream of a routed session, with its subscriptions. It outlives its feed: when Janus loses that, or ends, the publisher
 * is asked for another offer, and then each subscriber gets one (protocol §10, `peerId`).
 */
export class RoutedStream {
  readonly #info: StreamInfo;
  readonly #access: JanusAccess;
  readonly #tell: (outcome: MediaOutcome) => void;
  readonly #subscriptions = new Map<string, RoutedSubscription>();
  readonly #renewals = new TokenBucket(renewalsPerSecond, renewalBurst);
  #videoCodecs: readonly VideoCodec[];
  #feed: JanusFeed | undefined;
  #renewing = false;
  #closed = false;

  constructor(info: StreamInfo, access: JanusAccess, tell: (outcome: MediaOutcome) => void) {
    this.#info = info;
    this.#access = access;
    this.#tell = tell;
    this.#videoCodecs = access.videoCodecs;
  }

  /** @throws JanusRefusal, JanusLost, or the signal's reason. */
  async publish(signal: AbortSignal): Promise<MediaOutcome> {
    return { messages: [await this.#open(signal)] };
  }

  /** From the publisher. @throws RequestRejected 400. */
  async negotiate(message: JsepMessage): Promise<MediaOutcome> {
    const feed = this.#feed;
    const { peerId } = message.peer;
    // Of a peer connection that is gone.
    if (feed === undefined || (peerId !== undefined && peerId !== feed.peerId)) {
      return { messages: [] };
    }
    if (message.kind === 'candidate') {
      feed.trickle(message);
      return { messages: [] };
    }
    if (message.kind === 'answer') {
      throw new RequestRejected(status.badRequest, 'the media router offers publishers nothing');
    }
    try {
      const sdp = await feed.answer(message.sdp);
      if (feed !== this.#feed) return { messages: [] };
      const { id: streamId, connectionId } = this.#info;
      const { peer } = message;
      return { messages: [toOne(connectionId, { kind: 'answer', streamId, peer, sdp })] };
    } catch (error) {
      if (feed !== this.#feed) return { messages: [] };
      if (!(error instanceof JanusLost)) throw rejectionOf(error);
      this.#renew(error);
      return { messages: [] };
    }
  }

  /** @throws JanusRefusal. */
  async subscribe(subscription: Subscription): Promise<MediaOutcome> {
    const routed = new RoutedSubscription(subscription, this.#access, this.#tell, (feed) => {
      this.#fallBack(feed);
    });
    this.#subscriptions.set(subscription.id, routed);
    const feed = this.#feed;
    // Its offer follows when the publisher has offered again.
    if (feed?.isUp !== true) return { messages: [] };
    try {
      return { messages: await routed.connect(feed) };
    } catch (error) {
      if (feed !== this.#feed) return { messages: [] };
      if (error instanceof JanusLost) {
        routed.renew(error);
        return { messages: [] };
      }
      this.unsubscribe(subscription.id);
      throw error;
    }
  }

  subscription(id: string): RoutedSubscription | undefined {
    return this.#subscriptions.get(id);
  }

  unsubscribe(id: string): void {
    this.#subscriptions.get(id)?.close();
    this.#subscriptions.delete(id);
  }

  /** There is another session in Janus: what was in the one before is gone. */
  handleSession(session: JanusSession): void {
    if (this.#feed === undefined || this.#feed.session === session) return;
    this.#replaceFeed();
  }

  close(): void {
    this.#closed = true;
    for (const subscription of this.#subscriptions.values()) subscription.close();
    this.#subscriptions.clear();
    this.#feed?.close();
    this.#feed = undefined;
  }

  /** @returns What the publisher is asked for: an offer. */
  async #open(signal?: AbortSignal): Promise<DeliverEffect> {
    const opened = await this.#access.session(signal);
    const { adminKey } = this.#access;
    const videoCodecs = this.#videoCodecs;
    const feed = await JanusFeed.open(opened, {
      ...{ videoCodecs, adminKey },
      onUp: () => {
        if (this.#feed === feed) this.#goUp(feed);
      },
      onHangup: (reason) => {
        // The client has closed its side, and leaves, or makes another.
        if (this.#feed === feed && reason !== 'DTLS alert') this.#renew(reason);
      },
    });
    if (this.#closed || signal?.aborted === true || feed.session.ended) {
      feed.close();
      throw new JanusLost('the stream or the session in Janus is gone');
    }
    this.#feed = feed;
    const { id: streamId, connectionId } = this.#info;
    const { peerId } = feed;
    return toOne(connectionId, { kind: 'generate-offer', streamId, peer: { peerId } });
  }

  /** Whoever waits for it gets it, and the first time the stream is announced. */
  #goUp(feed: JanusFeed): void {
    for (const subscription of this.#subscriptions.values()) subscription.reconnect(feed);
    this.#tell({ messages: [], ready: this.#info.id });
  }

  /**
   * A subscriber cannot receive the codec. VP8 is the one that everybody has to have (RFC 7742 §5): the stream is sent as that
   * from now on, if it may be. Once: whoever rejects that too wants no video.
   */
  #fallBack(feed: JanusFeed): void {
    if (feed !== this.#feed || feed.videoCodec === undefined || feed.videoCodec === common) return;
    if (!this.#videoCodecs.includes(common)) return;
    this.#videoCodecs = [common];
    this.#access.logger.info(
      { stream: this.#info.id, from: feed.videoCodec, to: common },
      'routed stream changes its codec, because a subscriber has not got it',
    );
    this.#replaceFeed();
  }

  /** Its peer connection has broken. */
  #renew(reason: unknown): void {
    const { logger } = this.#access;
    const stream = this.#info.id;
    if (!this.#renewals.take()) {
      logger.warn({ stream, err: reason }, 'routed stream breaks again and again');
      return;
    }
    logger.debug({ stream, err: reason }, 'routed stream is renewed');
    this.#replaceFeed();
  }

  #replaceFeed(): void {
    this.#feed?.close();
    this.#feed = undefined;
    for (const subscription of this.#subscriptions.values()) subscription.disconnect();
    if (this.#renewing) return;
    this.#renewing = true;
    void this.#reopen().finally(() => {
      this.#renewing = false;
    });
  }

  /** Until it has worked: the router comes back, or is closed. */
  async #reopen(): Promise<void> {
    const { logger, retryMs } = this.#access;
    const backoff = new Backoff(retryMs);
    while (!this.#closed) {
      try {
        this.#tell({ messages: [await this.#open()] });
        return;
      } catch (error) {
        if (error instanceof RouterClosed) return;
        logger.debug({ stream: this.#info.id, err: error }, 'routed stream is not renewed yet');
        await backoff.wait();
      }
    }
  }
}
