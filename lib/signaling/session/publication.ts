import { Emitter, type Listener } from '../../common/emitter.js';
import { ErrorCode, SessionError } from '../../common/session-error.js';
import type { LocalTrack, PeerConnectionConfig, TrackKind } from '../../media/engine.js';
import { createId } from '../../protocol/ids.js';
import type { JsepMessage, MediaTarget } from '../../protocol/messages/jsep-message.js';
import type {
  ChannelChanges,
  StreamDescription,
  StreamReason,
} from '../../protocol/messages/session-objects.js';
import { Deadline } from '../connection/deadline.js';
import { configFromReply, type MediaContext } from '../negotiation/media-context.js';
import {
  OutgoingMedia,
  type PublicationPeerState,
  type PublicationPeerStats,
  type PublishedTrack,
} from '../negotiation/outgoing-media.js';
import { opusTuning, type OpusOptions } from '../negotiation/opus-tuning.js';
import type { SessionStream } from './session-stream.js';
import { Deferred } from '../../common/deferred.js';
import { requestError } from '../connection/status-errors.js';
import { cancellation } from '../connection/cancellation.js';

export type { OpusOptions, PublicationPeerState, PublicationPeerStats, PublishedTrack };

export interface PublishOptions {
  /** Default: a new UUID. */
  readonly streamId?: string;
  /** What the others are told: name and channels. At most one channel of each kind. */
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
  /** A moderator muted the stream: stop sending sound, and say so with `setChannel`. */
  muteForced: { readonly stream: SessionStream };
  peerState: PublicationPeerState;
}

/** One published stream. Made by `SessionClient.publish`. */
export class Publication {
  readonly streamId: string;
  readonly #context: MediaContext;
  readonly #description: StreamDescription;
  readonly #events: Emitter<PublicationEvents>;
  readonly #created = new Deferred<SessionStream>();
  readonly #cancellation = new AbortController();
  readonly #deadline: Deadline;
  readonly #media: OutgoingMedia;
  readonly #onClosed: (publication: Publication) => void;
  #stream: SessionStream | undefined;
  #closed = false;

  /** @throws RangeError if there is more than one track of a kind. */
  constructor(
    options: PublishOptions,
    context: MediaContext,
    onClosed: (publication: Publication) => void,
  ) {
    this.streamId = options.streamId ?? createId();
    this.#context = context;
    this.#description = options.description;
    this.#events = new Emitter(context.onListenerError);
    this.#onClosed = onClosed;
    const config = new Deferred<PeerConnectionConfig>();
    this.#media = new OutgoingMedia(
      {
        tracks: options.tracks,
        opus: opusTuning(options.opus),
        config: config.promise,
        onState: (state) => this.#events.emit('peerState', state),
        onFailed: (target, error) => {
          this.#peerFailed(target, error);
        },
      },
      context,
    );
    this.#deadline = new Deadline(context.clock, () => {
      this.#fail(failure(ErrorCode.PublisherTimeout, 'the stream was not announced in time'));
    });
    this.#deadline.start(context.config.publishTimeoutMs);
    this.#requestStream().then(config.resolve, (error: unknown) => {
      this.end('clientDisconnected', requestError('publish', error));
    });
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
    return this.#created.promise;
  }

  /** True from `close`, `destroyed` or a failure on. */
  get closed(): boolean {
    return this.#closed;
  }

  on<Name extends keyof PublicationEvents>(
    name: Name,
    listener: Listener<PublicationEvents[Name]>,
  ): void {
    this.#events.on(name, listener);
  }

  off<Name extends keyof PublicationEvents>(
    name: Name,
    listener: Listener<PublicationEvents[Name]>,
  ): void {
    this.#events.off(name, listener);
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
    const { streamId } = this;
    const message = { kind: 'channel-update', streamId, channelId: channel.id, changes } as const;
    try {
      await this.#context.link.request(message, { signal: this.#cancellation.signal });
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

  /**
   * Ends sending at once and raises `destroyed`; the promise settles when the server knows, or cannot be told any more.
   * Idempotent.
   */
  async close(reason: StreamReason = 'clientDisconnected'): Promise<void> {
    if (this.#closed) return;
    this.withdraw(reason);
    await this.#requestDeletion();
  }

  // What follows is for the session, which hears the server.

  handleCreated(stream: SessionStream): void {
    if (this.#closed) return;
    this.#stream = stream;
    this.#deadline.clear();
    this.#created.resolve(stream);
    this.#events.emit('created', { stream });
  }

  handleMuted(stream: SessionStream): void {
    this.#events.emit('muteForced', { stream });
  }

  handleGenerateOffer(target: MediaTarget, from: string): void {
    if (!this.#closed) this.#media.handleGenerateOffer(target, from);
  }

  handleNegotiation(message: JsepMessage, from: string): void {
    this.#media.handleNegotiation(message, from);
  }

  handleSubscriberDeleted(subscriberId: string): void {
    this.#media.closeSubscriber(subscriberId);
  }

  handleConnectionDropped(connectionId: string): void {
    this.#media.closeRemote(connectionId);
  }

  messagingLost(): void {
    this.#deadline.clear();
    this.#media.messagingLost();
  }

  messagingResumed(): void {
    if (!this.#stream) this.#deadline.start(this.#context.config.publishTimeoutMs);
    this.#media.messagingResumed();
  }

  restartIce(): void {
    this.#media.restartIce();
  }

  /** Ends because the application wants it so, without telling the server. */
  withdraw(reason: StreamReason = 'clientDisconnected'): void {
    this.#giveUp(cancellation('the publication was ended', 'publisher'));
    this.end(reason);
  }

  /** Ends without telling the server, which knows or is out of reach. */
  end(reason: StreamReason, error?: SessionError): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#deadline.clear();
    this.#media.close();
    this.#giveUp(error ?? failure(ErrorCode.SessionDisconnected, 'the publication has ended'));
    this.#onClosed(this);
    const stream = this.#stream;
    if (stream) {
      if (error) this.#events.emit('error', { error });
      this.#events.emit('destroyed', { stream, reason });
    }
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
    this.#created.reject(reason);
  }

  async #requestStream(): Promise<PeerConnectionConfig> {
    const { streamId } = this;
    const { signal } = this.#cancellation;
    const message = { kind: 'stream-create', streamId, stream: this.#description } as const;
    return configFromReply(this.#context, await this.#context.link.request(message, { signal }));
  }

  async #requestDeletion(): Promise<void> {
    try {
      await this.#context.link.request({ kind: 'stream-delete', streamId: this.streamId });
    } catch {
      // The server does not know the stream, or the session is over: it is gone either way.
    }
  }

  #peerFailed({ subscriberId }: MediaTarget, cause: unknown): void {
    if (subscriberId === undefined) {
      this.#fail(
        cause === undefined
          ? failure(
              ErrorCode.PublisherUnexpectedPeerConnectionDisconnection,
              'the connection to the media router broke and did not come back',
            )
          : failure(ErrorCode.PublisherWebRTCError, messageOf(cause), cause),
      );
    } else if (cause !== undefined) {
      const message = `sending to subscriber ${subscriberId} failed: ${messageOf(cause)}`;
      this.#events.emit('error', {
        error: failure(ErrorCode.PublisherWebRTCError, message, cause),
      });
    }
  }

  /** Ends because of an error the server does not know of. */
  #fail(error: SessionError): void {
    if (this.#closed) return;
    this.end('networkDisconnected', error);
    void this.#requestDeletion();
  }
}

function failure(code: ErrorCode, message: string, cause?: unknown): SessionError {
  return new SessionError(code, message, { source: 'publisher', cause });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
