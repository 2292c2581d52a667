import { ErrorCode, type SessionError } from '../../common/session-error.js';
import type {
  PeerConnectionState,
  RemoteTrack,
  StatsReport,
  TrackKind,
} from '../../media/engine.js';
import { createId } from '../../protocol/ids.js';
import type { JsepMessage } from '../../protocol/messages/jsep-message.js';
import type { StreamReason } from '../../protocol/messages/session-objects.js';
import { isServerAddress } from '../../protocol/wire/header-names.js';
import { requestError } from '../connection/status-errors.js';
import { MediaPeer } from '../negotiation/media-peer.js';
import type { SessionStream } from './session-stream.js';
import { StreamTransfer, type TransferContext } from './stream-transfer.js';
import {
  channelPreferences,
  preferenceChanges,
  type ChannelPreferenceChange,
  type SubscribeOptions,
} from './subscribe-options.js';

export interface SubscriptionEvents {
  /** A track arrived, before `connected`. Again for the same kind if the sender was replaced. */
  track: { readonly track: RemoteTrack };
  /** The sender does not send that track any more. */
  trackEnded: { readonly track: RemoteTrack };
  /** Media flows for the first time. */
  connected: { readonly stream: SessionStream };
  /** Media stopped flowing; `streamReconnected` or `closed` follows. */
  streamDisconnected: { readonly stream: SessionStream };
  streamReconnected: { readonly stream: SessionStream };
  /** The media router switched a channel off for want of bandwidth, or on again. */
  channelSwitched: { readonly kind: TrackKind; readonly active: boolean };
  /** The media router will soon switch the video off (`active`), or no longer will. */
  qualityWarning: { readonly active: boolean };
  /** Receiving failed for good; `closed` follows. A failure before `connected` is its rejection. */
  error: { readonly error: SessionError };
  /** The subscription is over; once. Nothing follows. */
  closed: { readonly stream: SessionStream };
}

/** The receiving of one stream. Made by `SessionClient.subscribe`. */
export class Subscription extends StreamTransfer<undefined, SubscriptionEvents> {
  /** The subscriber id, a UUID. */
  readonly id = createId();
  readonly stream: SessionStream;
  #options: SubscribeOptions;
  #peer: MediaPeer | undefined;
  /** `interrupted` is announced with `streamDisconnected`. */
  #flow: 'none' | 'flowing' | 'interrupted' = 'none';

  constructor(stream: SessionStream, options: SubscribeOptions, context: TransferContext) {
    super(context, {
      purpose: 'subscribe',
      source: 'subscriber',
      noun: 'subscription',
      timeoutMs: context.config.subscribeTimeoutMs,
      timedOut: { code: ErrorCode.ConnectionTimedOut, message: 'no media came in time' },
    });
    this.stream = stream;
    this.#options = options;
    context.subscriptions.set(this.id, this);
    this.begin();
  }

  /**
   * Settles once: when media flows, or with a `SessionError` if the server refuses (1004, 1604, 1605), the time runs
   * out (1542), negotiation fails (1600), or the subscription ends first (1604 with the stream, else 1010). May be left
   * unawaited.
   */
  get connected(): Promise<void> {
    return this.ready;
  }

  /** Changes what is given and keeps the rest. Rejects as `connected` does if the server refuses. */
  async update(options: SubscribeOptions): Promise<void> {
    const before = this.#preferences();
    this.#options = { ...this.#options, ...options };
    const after = this.#preferences();
    await Promise.all(
      preferenceChanges(before, after).map((change) => this.#requestChange(change)),
    );
  }

  /** Empty before there is a peer connection. */
  async getStats(): Promise<StatsReport> {
    return (await this.#peer?.getStats()) ?? new Map();
  }

  // What follows is for the session, which hears the server.

  /** From the publisher in a relayed session, from the media router in a routed one. Others are not listened to. */
  handleNegotiation(message: JsepMessage, from: string): void {
    if (this.closed) return;
    if (from !== this.stream.connection.id && !isServerAddress(from)) return;
    const current = this.#peer;
    const same = current?.isFor(message.peer) ?? false;
    if (current && !same && message.kind !== 'offer') return;
    if (!current || !same) {
      current?.close();
      this.#interrupt();
      this.#peer = this.#createPeer(message, from);
    }
    this.#peer?.handle(message);
  }

  /** Whether the message is one of the subscriber's own, come back because one subscribes to oneself. */
  hasSent(message: JsepMessage): boolean {
    return this.#peer?.hasSent(message) ?? false;
  }

  handleSwitched(channelId: string, active: boolean): void {
    const kind = this.stream.channels.find(({ id }) => id === channelId)?.type;
    if (kind) this.events.emit('channelSwitched', { kind, active });
  }

  handleQualityWarning(active: boolean): void {
    this.events.emit('qualityWarning', { active });
  }

  handleStreamDropped(reason: StreamReason): void {
    const code = ErrorCode.SubscriberServerCannotFindStream;
    this.end(reason, this.isReady ? undefined : this.failure(code, 'the stream ended'));
  }

  protected override get peers(): Iterable<MediaPeer> {
    return this.#peer ? [this.#peer] : [];
  }

  protected override get requests() {
    const { id: subscriberId, stream } = this;
    const target = { streamId: stream.id, subscriberId };
    return {
      create: {
        kind: 'subscriber-create',
        ...target,
        connectionId: this.context.messages.connectionId,
        channels: this.#preferences(),
      },
      remove: { kind: 'subscriber-delete', ...target },
    } as const;
  }

  protected override ended(_reason: StreamReason, error: SessionError | undefined): void {
    this.context.subscriptions.delete(this.id);
    if (error && this.isReady) this.events.emit('error', { error });
    this.events.emit('closed', { stream: this.stream });
  }

  #createPeer({ peer }: JsepMessage, from: string): MediaPeer {
    const { id: subscriberId, stream } = this;
    return new MediaPeer(this.context, {
      remote: from,
      target: { streamId: stream.id, subscriberId, peer },
      config: this.config,
      opus: { local: {}, remote: {} },
      polite: true,
      tracks: () => [],
      onTrack: (track) => this.events.emit('track', { track }),
      onTrackEnded: (track) => this.events.emit('trackEnded', { track }),
      onState: (state) => {
        this.#handleState(state);
      },
      onError: (cause) => {
        const detail = cause instanceof Error ? cause.message : String(cause);
        this.fail(this.failure(ErrorCode.SubscriberWebRTCError, detail, cause));
      },
      onLost: () => {
        const message = 'the media connection broke and did not come back';
        this.fail(this.failure(ErrorCode.SubscriberPeerConnectionNotConnected, message));
      },
    });
  }

  #handleState(state: PeerConnectionState): void {
    if (state === 'connected') this.#flows();
    else if (state === 'disconnected' || state === 'failed') this.#interrupt();
  }

  #flows(): void {
    const { stream } = this;
    const before = this.#flow;
    this.#flow = 'flowing';
    if (before === 'interrupted') this.events.emit('streamReconnected', { stream });
    if (before !== 'none') return;
    this.becomeReady(undefined);
    this.events.emit('connected', { stream });
  }

  #interrupt(): void {
    if (this.#flow !== 'flowing') return;
    this.#flow = 'interrupted';
    this.events.emit('streamDisconnected', { stream: this.stream });
  }

  #preferences() {
    return channelPreferences(this.stream, this.#options, this.context.info);
  }

  async #requestChange({ channelId, changes }: ChannelPreferenceChange): Promise<void> {
    const { id: subscriberId, stream } = this;
    const kind = 'subscriber-channel-update';
    const message = { kind, streamId: stream.id, subscriberId, channelId, changes } as const;
    try {
      await this.context.messages.request(message, { signal: this.signal });
    } catch (error) {
      throw requestError('subscribe', error);
    }
  }
}
