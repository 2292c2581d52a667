import { ErrorCode, type SessionError } from '../../common/session-error.js';
import type { LocalTrack, TrackKind } from '../../media/engine.js';
import { createId } from '../../protocol/ids.js';
import type { SubscriberChannelUpdateMessage } from '../../protocol/messages/client-message.js';
import type { JsepMessage, MediaTarget } from '../../protocol/messages/jsep-message.js';
import type {
  ChannelChanges,
  StreamDescription,
  StreamReason,
} from '../../protocol/messages/session-objects.js';
import { requestError } from '../connection/status-errors.js';
import type { MediaPeer } from '../negotiation/media-peer.js';
import { opusTuning, type OpusOptions } from '../negotiation/opus-tuning.js';
import {
  OutgoingMedia,
  type PublicationPeerStats,
  type PublishedTrack,
} from '../negotiation/outgoing-media.js';
import type { VideoSize } from '../negotiation/receiver-wishes.js';
import type { SessionStream } from './session-stream.js';
import { StreamTransfer, type TransferContext } from './stream-transfer.js';

export interface PublishOptions {
  /** Default: a new UUID. */
  readonly streamId?: string;
  /** What the others learn of it: name and channels. At most one channel of each kind. */
  readonly description: StreamDescription;
  /** At most one of each kind. */
  readonly tracks: readonly PublishedTrack[];
  readonly opus?: OpusOptions;
}

export interface PublicationEvents {
  /** The session announced the stream. */
  created: { readonly stream: SessionStream };
  /** The stream is over; once, and only after `created`. Nothing follows. */
  destroyed: { readonly stream: SessionStream; readonly reason: StreamReason };
  /**
   * Sending failed. In a routed session for good: `destroyed` follows. In a relayed one to the subscriber that the
   * message names; the others are not concerned. A failure before `created` is its rejection.
   */
  error: { readonly error: SessionError };
  /** A moderator muted the stream: stop sending audio, and say so with `setChannel`. */
  muteForced: { readonly stream: SessionStream };
}

/** One published stream. Made by `SessionClient.publish`. */
export class Publication extends StreamTransfer<SessionStream, PublicationEvents> {
  readonly streamId: string;
  readonly #description: StreamDescription;
  readonly #media: OutgoingMedia;
  #stream: SessionStream | undefined;

  /** @throws RangeError if the stream id is in use, or there is more than one track of a kind. */
  constructor(options: PublishOptions, context: TransferContext) {
    super(context, {
      purpose: 'publish',
      source: 'publisher',
      noun: 'publication',
      timeoutMs: context.config.publishTimeoutMs,
      timedOut: {
        code: ErrorCode.PublisherTimeout,
        message: 'the stream was not announced in time',
      },
    });
    const { streamId = createId(), description, tracks, opus } = options;
    if (context.publications.has(streamId)) {
      throw new RangeError(`streamId ${streamId} is published already`);
    }
    this.streamId = streamId;
    this.#description = description;
    this.#media = new OutgoingMedia(context, {
      tracks,
      size: sizeOf(description),
      opus: opusTuning(opus),
      config: this.config,
      onFailed: (target, error) => {
        this.#peerFailed(target, error);
      },
    });
    context.publications.set(streamId, this);
    this.begin();
  }

  /** Set once the session announced the stream. */
  get stream(): SessionStream | undefined {
    return this.#stream;
  }

  /**
   * Settles once: with the announced stream, or with a `SessionError` if the server refuses (1500), the time runs out
   * (1541), or the publication ends first (1010). May be left unawaited.
   */
  get created(): Promise<SessionStream> {
    return this.ready;
  }

  /**
   * Tells everybody that the channel of that kind was muted, unmuted or resized; waits for `created` first.
   *
   * Rejects with `RangeError` if the stream has no such channel, with 1010 if it ends meanwhile, else 1541 or 2000.
   */
  async setChannel(kind: TrackKind, changes: ChannelChanges): Promise<void> {
    const channel = this.#description.channels.find(({ type }) => type === kind);
    if (!channel) throw new RangeError(`the stream has no ${kind} channel`);
    const stream = await this.created;
    if (kind === 'video') await this.#resize(changes);
    const { streamId } = this;
    const message = { kind: 'channel-update', streamId, channelId: channel.id, changes } as const;
    try {
      await this.context.messages.request(message, { signal: this.signal });
    } catch (error) {
      throw requestError('changeStream', error);
    }
    // The publisher gets no echo of its own change.
    stream.updateChannel(channel.id, changes);
  }

  /**
   * Sends another track of its kind from now on, without renegotiation.
   * Rejects with `RangeError` if none of that kind was published.
   */
  replaceTrack(track: LocalTrack): Promise<void> {
    return this.#media.replaceTrack(track);
  }

  /**
   * Stops or resumes sending one kind, or limits its bit rate (bits per second), on every peer connection, present and
   * to come. Rejects with `RangeError` if none of that kind was published.
   */
  setSending(
    kind: TrackKind,
    parameters: { active?: boolean; maxBitrate?: number },
  ): Promise<void> {
    return this.#media.setSending(kind, parameters);
  }

  /** One entry per peer connection: one in a routed session, one per subscriber in a relayed one. */
  getStats(): Promise<PublicationPeerStats[]> {
    return this.#media.getStats();
  }

  // What follows is for the session, which hears the server.

  handleCreated(stream: SessionStream): void {
    if (this.closed) return;
    this.#stream = stream;
    this.becomeReady(stream);
    this.events.emit('created', { stream });
  }

  handleMuted(stream: SessionStream): void {
    this.events.emit('muteForced', { stream });
  }

  handleGenerateOffer(target: MediaTarget, from: string): void {
    if (!this.closed) this.#media.handleGenerateOffer(target, from);
  }

  handleNegotiation(message: JsepMessage, from: string): void {
    this.#media.handleNegotiation(message, from);
  }

  /** A subscriber wants something else of a channel that is sent to it alone. */
  handleWishes(
    { subscriberId, channelId, changes }: SubscriberChannelUpdateMessage,
    from: string,
  ): void {
    const kind = this.#description.channels.find(({ id }) => id === channelId)?.type;
    if (!kind || this.closed) return;
    this.#media.handleWishes(kind, changes, subscriberId, from).catch((error: unknown) => {
      const detail = messageOf(error);
      this.context.log.warn('a wish of a subscriber could not be met', { subscriberId, detail });
    });
  }

  handleSubscriberDeleted(subscriberId: string): void {
    this.#media.closeSubscriber(subscriberId);
  }

  handleConnectionDropped(connectionId: string): void {
    this.#media.closeRemote(connectionId);
  }

  protected override get peers(): Iterable<MediaPeer> {
    return this.#media.peers;
  }

  protected override get requests() {
    const { streamId } = this;
    return {
      create: { kind: 'stream-create', streamId, stream: this.#description },
      remove: { kind: 'stream-delete', streamId },
    } as const;
  }

  protected override ended(reason: StreamReason, error: SessionError | undefined): void {
    this.context.publications.delete(this.streamId);
    const stream = this.#stream;
    if (!stream) return;
    if (error) this.events.emit('error', { error });
    this.events.emit('destroyed', { stream, reason });
  }

  async #resize({ width, height }: ChannelChanges): Promise<void> {
    if (width !== undefined && height !== undefined) {
      await this.#media.setVideoSize({ width, height });
    }
  }

  #peerFailed({ subscriberId }: MediaTarget, cause: unknown): void {
    if (subscriberId === undefined) {
      this.fail(
        cause === undefined
          ? this.failure(
              ErrorCode.PublisherUnexpectedPeerConnectionDisconnection,
              'the connection to the media router broke and did not come back',
            )
          : this.failure(ErrorCode.PublisherWebRTCError, messageOf(cause), cause),
      );
    } else if (cause !== undefined) {
      const message = `sending to subscriber ${subscriberId} failed: ${messageOf(cause)}`;
      const error = this.failure(ErrorCode.PublisherWebRTCError, message, cause);
      this.events.emit('error', { error });
    }
  }
}

/** As it is announced; later sizes come with {@link Publication.setChannel}. */
function sizeOf({ channels }: StreamDescription): VideoSize {
  for (const channel of channels) {
    if (channel.type === 'video') return { width: channel.width, height: channel.height };
  }
  return { width: 0, height: 0 };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
