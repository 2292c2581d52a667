import type {
  LocalTrack,
  PeerConnectionConfig,
  SendOptions,
  StatsReport,
  TrackKind,
} from '../../media/engine.js';
import type { JsepMessage, MediaTarget } from '../../protocol/messages/jsep-message.js';
import { MediaPeer, type OpusTuning, type PeerContext, type SendingTrack } from './media-peer.js';

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

  /** @throws RangeError if there is more than one track of a kind. */
  constructor(context: PeerContext, options: OutgoingMediaOptions) {
    this.#context = context;
    this.#options = options;
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
    const created = this.#createPeer(key, from, target);
    this.#peers.set(key, created);
    created.offer({ iceRestart: false });
  }

  handleNegotiation(message: JsepMessage, from: string): void {
    const peer = this.#peers.get(peerKey(from, message.subscriberId));
    if (!peer?.isFor(message.peer)) return;
    peer.handle(message);
  }

  /** @throws RangeError if no track of its kind is sent. */
  async replaceTrack(track: LocalTrack): Promise<void> {
    const { kind } = track;
    this.#tracks.set(kind, { ...this.#sending(kind), track });
    await this.#forEachPeer((peer) => peer.replaceTrack(kind, track));
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
    await this.#forEachPeer((peer) => peer.setParameters(kind, parameters));
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
      this.#peers.delete(key);
      onFailed(target, error);
    };
    return new MediaPeer(this.#context, {
      remote,
      target,
      config,
      opus,
      polite: false,
      tracks: () => [...this.#tracks.values()],
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

  /** A connection that closes meanwhile does not matter; the next one is made with the new settings. */
  async #forEachPeer(operation: (peer: MediaPeer) => Promise<void>): Promise<void> {
    await Promise.all(
      [...this.#peers.values()].map(async (peer) => {
        try {
          await operation(peer);
        } catch (error) {
          if (!peer.closed) throw error;
        }
      }),
    );
  }

  #close(concerned: (peer: MediaPeer) => boolean): void {
    for (const [key, peer] of [...this.#peers]) {
      if (!concerned(peer)) continue;
      this.#peers.delete(key);
      peer.close();
    }
  }
}

/** Connection ids and server addresses have no spaces. */
function peerKey(remote: string, subscriberId = ''): string {
  return `${remote} ${subscriberId}`;
}
