import { Emitter, type Listener } from '../../common/emitter.js';
import { ErrorCode, SessionError } from '../../common/session-error.js';
import type {
  PeerConnectionConfig,
  PeerConnectionState,
  RemoteTrack,
  StatsReport,
  TrackKind,
} from '../../media/engine.js';
import { isServerAddress } from '../../protocol/wire/header-names.js';
import { createId } from '../../protocol/ids.js';
import type { JsepMessage } from '../../protocol/messages/jsep-message.js';
import { Deadline } from '../connection/deadline.js';
import { configFromReply, type MediaContext } from '../negotiation/media-context.js';
import { isSamePeer, MediaPeer } from '../negotiation/media-peer.js';
import type { SessionStream } from './session-stream.js';
import { Deferred } from '../../common/deferred.js';
import { requestError } from '../connection/status-errors.js';
import {
  channelPreferences,
  preferenceChanges,
  type ChannelPreferenceChange,
  type SubscribeOptions,
} from './subscribe-options.js';
import { cancellation } from '../connection/cancellation.js';

export type { Resolution, SubscribeOptions } from './subscribe-options.js';

export interface SubscriptionEvents {
  /** A track arrived, before `connected`. Again for the same kind if the sender was replaced. */
  track: { readonly track: RemoteTrack };
  /** Media flows for the first time. */
  connected: { readonly stream: SessionStream };
  /** Media stopped flowing; `streamReconnected` or `closed` follows. */
  streamDisconnected: { readonly stream: SessionStream };
  streamReconnected: { readonly stream: SessionStream };
  /** The media router switched a channel off for want of bandwidth, or on again. */
  channelSwitched: { readonly kind: TrackKind; readonly active: boolean };
  /** The media router will soon switch the picture off (`active`), or no longer will. */
  qualityWarning: { readonly active: boolean };
  /** Receiving failed for good; `closed` follows. A failure before `connected` is its rejection. */
  error: { readonly error: SessionError };
  peerState: { readonly state: PeerConnectionState };
  /** The subscription is over; once. Nothing follows. */
  closed: { readonly stream: SessionStream };
}

/** The receiving of one stream. Made by `SessionClient.subscribe`. */
export class Subscription {
  /** The subscriber id, a UUID. */
  readonly id = createId();
  readonly stream: SessionStream;
  readonly #context: MediaContext;
  readonly #events: Emitter<SubscriptionEvents>;
  readonly #connected = new Deferred<undefined>();
  readonly #cancellation = new AbortController();
  readonly #deadline: Deadline;
  readonly #config = new Deferred<PeerConnectionConfig>();
  readonly #onClosed: (subscription: Subscription) => void;
  #options: SubscribeOptions;
  #peer: MediaPeer | undefined;
  /** `interrupted` is announced with `streamDisconnected`. */
  #flow: 'none' | 'flowing' | 'interrupted' = 'none';
  #closed = false;

  constructor(
    stream: SessionStream,
    options: SubscribeOptions,
    context: MediaContext,
    onClosed: (subscription: Subscription) => void,
  ) {
    this.stream = stream;
    this.#options = options;
    this.#context = context;
    this.#events = new Emitter(context.onListenerError);
    this.#onClosed = onClosed;
    this.#deadline = new Deadline(context.clock, () => {
      this.#fail(failure(ErrorCode.ConnectionTimedOut, 'no media came in time'));
    });
    this.#deadline.start(context.config.subscribeTimeoutMs);
    this.#requestSubscriber().then(this.#config.resolve, (error: unknown) => {
      this.end(requestError('subscribe', error));
    });
  }

  /**
   * Settles once: when media flows, or with a `SessionError` if the server refuses (1004, 1604, 1605), the time runs
   * out (1542), negotiation fails (1600), or the subscription ends first (1604 with the stream, else 1010). May be left
   * unawaited.
   */
  get connected(): Promise<void> {
    return this.#connected.promise;
  }

  /** True from `close`, a failure, or the end of the stream on. */
  get closed(): boolean {
    return this.#closed;
  }

  on<Name extends keyof SubscriptionEvents>(
    name: Name,
    listener: Listener<SubscriptionEvents[Name]>,
  ): void {
    this.#events.on(name, listener);
  }

  off<Name extends keyof SubscriptionEvents>(
    name: Name,
    listener: Listener<SubscriptionEvents[Name]>,
  ): void {
    this.#events.off(name, listener);
  }

  /** Changes what is given and keeps the rest. Rejects as `connected` does if the server refuses. */
  async update(options: SubscribeOptions): Promise<void> {
    const before = channelPreferences(this.stream, this.#options, this.#context.info.mediaMode);
    this.#options = { ...this.#options, ...options };
    const after = channelPreferences(this.stream, this.#options, this.#context.info.mediaMode);
    await Promise.all(
      preferenceChanges(before, after).map((change) => this.#requestChange(change)),
    );
  }

  /** Empty before there is a peer connection. */
  async getStats(): Promise<StatsReport> {
    return (await this.#peer?.negotiation.getStats()) ?? new Map();
  }

  /**
   * Ends receiving at once and raises `closed`; the promise settles when the server knows, or cannot be told any more.
   * Idempotent.
   */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.withdraw();
    await this.#requestDeletion();
  }

  // What follows is for the session, which hears the server.

  /** From the publisher in a relayed session, from the media router in a routed one. Others are not listened to. */
  handleNegotiation(message: JsepMessage, from: string): void {
    if (this.#closed) return;
    if (from !== this.stream.connection.id && !isServerAddress(from)) return;
    const current = this.#peer;
    const same = current && isSamePeer(current.negotiation.target.peer, message.peer);
    if (current && !same && message.kind !== 'offer') return;
    if (!current || !same) {
      current?.close();
      this.#interrupt();
      this.#peer = this.#createPeer(message, from);
    }
    this.#peer?.negotiation.handle(message);
  }

  /** Whether the message is one of the subscriber's own, come back because one subscribes to oneself. */
  hasSent(message: JsepMessage): boolean {
    return this.#peer?.negotiation.hasSent(message) ?? false;
  }

  handleSwitched(channelId: string, active: boolean): void {
    const kind = this.stream.channels.find(({ id }) => id === channelId)?.type;
    if (kind) this.#events.emit('channelSwitched', { kind, active });
  }

  handleQualityWarning(active: boolean): void {
    this.#events.emit('qualityWarning', { active });
  }

  handleStreamDropped(): void {
    this.end(
      this.#flow === 'none'
        ? failure(ErrorCode.SubscriberServerCannotFindStream, 'the stream ended')
        : undefined,
    );
  }

  messagingLost(): void {
    this.#deadline.clear();
    this.#peer?.messagingLost();
  }

  messagingResumed(): void {
    if (this.#flow === 'none') this.#deadline.start(this.#context.config.subscribeTimeoutMs);
    this.#peer?.messagingResumed();
  }

  restartIce(): void {
    this.#peer?.restartIce();
  }

  /** Ends because the application wants it so, without telling the server. */
  withdraw(): void {
    this.#giveUp(cancellation('the subscription was ended', 'subscriber'));
    this.end();
  }

  /** Ends without telling the server, which knows or is out of reach. */
  end(error?: SessionError): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#deadline.clear();
    this.#peer?.close();
    this.#giveUp(error ?? failure(ErrorCode.SessionDisconnected, 'the subscription has ended'));
    this.#onClosed(this);
    if (error && this.#flow !== 'none') this.#events.emit('error', { error });
    this.#events.emit('closed', { stream: this.stream });
    this.#events.close();
  }

  /** Ends at once, with no event. */
  dispose(): void {
    this.#events.close();
    this.withdraw();
  }

  /** Rejects what is not done yet; the first reason counts. */
  #giveUp(reason: SessionError): void {
    this.#cancellation.abort(reason);
    this.#connected.reject(reason);
  }

  #createPeer({ peer }: JsepMessage, from: string): MediaPeer {
    const { id: subscriberId, stream } = this;
    return new MediaPeer(this.#context, {
      remote: from,
      target: { streamId: stream.id, subscriberId, peer },
      config: this.#config.promise,
      opus: { local: {}, remote: {} },
      polite: true,
      tracks: () => [],
      onTrack: (track) => this.#events.emit('track', { track }),
      onState: (state) => {
        this.#handleState(state);
      },
      onError: (cause) => {
        const detail = cause instanceof Error ? cause.message : String(cause);
        this.#fail(failure(ErrorCode.SubscriberWebRTCError, detail, cause));
      },
      onLost: () => {
        const message = 'the media connection broke and did not come back';
        this.#fail(failure(ErrorCode.SubscriberPeerConnectionNotConnected, message));
      },
    });
  }

  #handleState(state: PeerConnectionState): void {
    this.#events.emit('peerState', { state });
    if (state === 'connected') this.#flows();
    else if (state === 'disconnected' || state === 'failed') this.#interrupt();
  }

  #flows(): void {
    const { stream } = this;
    const before = this.#flow;
    this.#flow = 'flowing';
    if (before === 'interrupted') this.#events.emit('streamReconnected', { stream });
    if (before !== 'none') return;
    this.#deadline.clear();
    this.#connected.resolve(undefined);
    this.#events.emit('connected', { stream });
  }

  #interrupt(): void {
    if (this.#flow !== 'flowing') return;
    this.#flow = 'interrupted';
    this.#events.emit('streamDisconnected', { stream: this.stream });
  }

  async #requestSubscriber(): Promise<PeerConnectionConfig> {
    const { link, info } = this.#context;
    const { id: subscriberId, stream } = this;
    const message = {
      kind: 'subscriber-create',
      streamId: stream.id,
      subscriberId,
      connectionId: link.connectionId,
      channels: channelPreferences(stream, this.#options, info.mediaMode),
    } as const;
    const { signal } = this.#cancellation;
    return configFromReply(this.#context, await link.request(message, { signal }));
  }

  async #requestChange({ channelId, changes }: ChannelPreferenceChange): Promise<void> {
    const { id: subscriberId, stream } = this;
    const kind = 'subscriber-channel-update';
    const message = { kind, streamId: stream.id, subscriberId, channelId, changes } as const;
    try {
      await this.#context.link.request(message, { signal: this.#cancellation.signal });
    } catch (error) {
      throw requestError('subscribe', error);
    }
  }

  async #requestDeletion(): Promise<void> {
    const { id: subscriberId, stream } = this;
    try {
      await this.#context.link.request({
        kind: 'subscriber-delete',
        streamId: stream.id,
        subscriberId,
      });
    } catch {
      // The server does not know the subscriber, or the session is over: it is gone either way.
    }
  }

  /** Ends because of an error the server does not know of. */
  #fail(error: SessionError): void {
    if (this.#closed) return;
    this.end(error);
    void this.#requestDeletion();
  }
}

function failure(code: ErrorCode, message: string, cause?: unknown): SessionError {
  return new SessionError(code, message, { source: 'subscriber', cause });
}
