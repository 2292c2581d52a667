import type {
  LocalTrack,
  PeerConnectionConfig,
  SendOptions,
  StatsReport,
  TrackKind,
} from '../../media/engine.js';
import type { JsepMessage, MediaTarget } from '../../protocol/messages/jsep-message.js';
import type { SubscriptionPreferences } from '../../protocol/messages/session-objects.js';
import { MediaPeer, type OpusTuning, type PeerContext } from './media-peer.js';
import { ReceiverWishes, type VideoSize } from './receiver-wishes.js';
import type { SendingTrack } from './sent-track.js';

/** A track to publish. The caller keeps it: closing a publication does not close its tracks. */
export interface PublishedTrack {
  readonly track: LocalTrack;
  readonly options?: SendOptions;
}

/** Statistics of one of the peer connections a stream is sent over. */
export interface PublicationPeerStats {
  /** The subscriber's connection id, or the media router's address. */
  readonly remote: string;
  readonly report: StatsReport;
}

export interface OutgoingMediaOptions {
  readonly tracks: readonly PublishedTrack[];
  /** Of the video, if there is one. */
  readonly size: VideoSize;
  readonly opus: OpusTuning;
  /** Settings of every peer connection, once the server has answered. */
  readonly config: Promise<PeerConnectionConfig>;
  /** A peer connection failed (`error`), or broke and did not come back. It is gone already. */
  readonly onFailed: (target: MediaTarget, error: unknown) => void;
}

/**
 * The peer connections that one stream is sent over: one per subscriber in a relayed session, one to the router in a
 * routed one. Each is made when the server asks for an offer.
 */
export class OutgoingMedia {
  readonly #context: PeerContext;
  readonly #options: OutgoingMediaOptions;
  readonly #tracks = new Map<TrackKind, SendingTrack>();
  readonly #peers = new Map<string, MediaPeer>();
  /** Of the receivers that have a peer connection of their own, by the same keys. */
  readonly #wishes = new Map<string, ReceiverWishes>();
  #size: VideoSize;

  /** @throws RangeError if there is more than one track of a kind. */
  constructor(context: PeerContext, options: OutgoingMediaOptions) {
    this.#context = context;
    this.#options = options;
    this.#size = options.size;
    for (const { track, options: sendOptions = {} } of options.tracks) {
      if (this.#tracks.has(track.kind)) {
        throw new RangeError(`tracks may have one ${track.kind} track at most`);
      }
      this.#tracks.set(track.kind, { track, options: sendOptions, active: true });
    }
  }

  get peers(): Iterable<MediaPeer> {
    return this.#peers.values();
  }

  /** Makes a peer connection and offers. Asked again for the same one, it repairs that. */
  handleGenerateOffer({ streamId, subscriberId, peer }: MediaTarget, from: string): void {
    const key = peerKey(from, subscriberId);
    const current = this.#peers.get(key);
    if (current?.isFor(peer)) {
      current.restartIce();
      return;
    }
    current?.close();
    const target = { streamId, ...(subscriberId === undefined ? {} : { subscriberId }), peer };
    if (!current) this.#wishes.set(key, new ReceiverWishes());
    const created = this.#createPeer(key, from, target);
    this.#peers.set(key, created);
    created.offer({ iceRestart: false });
  }

  handleNegotiation(message: JsepMessage, from: string): void {
    const peer = this.#peers.get(peerKey(from, message.subscriberId));
    if (!peer?.isFor(message.peer)) return;
    peer.handle(message);
  }

  /** A receiver wants something else of one kind. Whoever is not sent to is not listened to. */
  async handleWishes(
    kind: TrackKind,
    changes: SubscriptionPreferences,
    subscriberId: string,
    from: string,
  ): Promise<void> {
    const key = peerKey(from, subscriberId);
    const peer = this.#peers.get(key);
    if (!peer) return;
    this.#wishes.get(key)?.add(kind, changes);
    await this.#update([peer], kind);
  }

  /** The video has another size now, by which receivers' wishes are measured. */
  async setVideoSize(size: VideoSize): Promise<void> {
    this.#size = size;
    await this.#update(this.#peers.values(), 'video');
  }

  /** @throws RangeError if no track of its kind is sent. */
  async replaceTrack(track: LocalTrack): Promise<void> {
    const { kind } = track;
    this.#tracks.set(kind, { ...this.#sending(kind), track });
    await this.#update(this.#peers.values(), kind);
  }

  /** @throws RangeError if no track of that kind is sent. */
  async setSending(
    kind: TrackKind,
    parameters: { active?: boolean; maxBitrate?: number },
  ): Promise<void> {
    const { track, options, active } = this.#sending(kind);
    const { maxBitrate = options.maxBitrate } = parameters;
    this.#tracks.set(kind, {
      track,
      options: maxBitrate === undefined ? options : { ...options, maxBitrate },
      active: parameters.active ?? active,
    });
    await this.#update(this.#peers.values(), kind);
  }

  /** Without those that close meanwhile. */
  async getStats(): Promise<PublicationPeerStats[]> {
    const all = await Promise.all(
      [...this.#peers.values()].map(async (peer) => {
        const report = await peer.getStats();
        return peer.closed ? [] : [{ remote: peer.remote, report }];
      }),
    );
    return all.flat();
  }

  /** Closes the peer connections to one subscriber. */
  closeSubscriber(subscriberId: string): void {
    this.#close((peer) => peer.target.subscriberId === subscriberId);
  }

  /** Closes the peer connections to one member of the session. */
  closeRemote(connectionId: string): void {
    this.#close((peer) => peer.remote === connectionId);
  }

  #createPeer(key: string, remote: string, target: MediaTarget): MediaPeer {
    const { config, opus, onFailed } = this.#options;
    const fail = (error: unknown): void => {
      this.#forget(key);
      onFailed(target, error);
    };
    return new MediaPeer(this.#context, {
      remote,
      target,
      config,
      opus,
      polite: false,
      tracks: () => [...this.#tracks.values()].map((sending) => this.#wished(key, sending)),
      onError: fail,
      onLost: () => {
        fail(undefined);
      },
    });
  }

  #sending(kind: TrackKind): SendingTrack {
    const sending = this.#tracks.get(kind);
    if (!sending) throw new RangeError(`no ${kind} track is published`);
    return sending;
  }

  /** What is sent to one receiver: what is published, less what it does not want. */
  #wished(key: string, sending: SendingTrack): SendingTrack {
    const wished = this.#wishes.get(key)?.sending(sending.track.kind, this.#size);
    return { ...sending, ...wished, active: sending.active && (wished?.active ?? true) };
  }

  /** A connection that closes meanwhile does not matter; the next one is made with the new settings. */
  async #update(peers: Iterable<MediaPeer>, kind: TrackKind): Promise<void> {
    await Promise.all(
      [...peers].map(async (peer) => {
        try {
          await peer.update(kind);
        } catch (error) {
          if (!peer.closed) throw error;
        }
      }),
    );
  }

  #close(concerned: (peer: MediaPeer) => boolean): void {
    for (const [key, peer] of [...this.#peers]) {
      if (!concerned(peer)) continue;
      this.#forget(key);
      peer.close();
    }
  }

  #forget(key: string): void {
    this.#peers.delete(key);
    this.#wishes.delete(key);
  }
}

/** Connection ids and server addresses have no spaces. */
function peerKey(remote: string, subscriberId = ''): string {
  return `${remote} ${subscriberId}`;
}
