import type {
  IceCandidate,
  PeerConnection,
  PeerConnectionConfig,
  PeerConnectionEngine,
  PeerConnectionState,
  RemoteTrack,
  SessionDescription,
  StatsReport,
  TrackKind,
} from '../../media/engine.js';
import type { JsepMessage, MediaTarget } from '../../protocol/messages/jsep-message.js';
import type { PeerFields } from '../../protocol/messages/session-objects.js';
import { silentLog, type Log } from '../../common/log.js';
import { BoundedSet } from '../../common/bounded-set.js';
import type { Clock } from '../platform.js';
import type { SignalingConfig } from '../signaling-config.js';
import { PeerHealth } from './peer-health.js';
import { OperationQueue } from '../../common/operation-queue.js';
import {
  announcesStereo,
  answeredDtlsRole,
  otherDtlsRole,
  setOfferedDtlsRole,
  setOpusParameters,
  type DtlsRole,
  type OpusParameters,
} from './rewrite-sdp.js';
import { SentTrack, type SendingTrack } from './sent-track.js';

/** Edits of the descriptions' Opus parameters. */
export interface OpusTuning {
  /** Sent to the other side. */
  readonly local: OpusParameters;
  /** Taken to be what the other side wants. */
  readonly remote: OpusParameters;
}

/** What a peer needs of the session it belongs to. */
export interface PeerContext {
  readonly engine: PeerConnectionEngine;
  readonly clock: Clock;
  readonly config: Pick<SignalingConfig, 'iceFailedGraceMs' | 'mediaRecoveryMs'>;
  /** Where negotiation messages are sent. */
  readonly messages: { notify(message: JsepMessage): void };
  /** Whether the server understands that a connection is negotiated again. */
  readonly info: { readonly renegotiation: boolean };
  /** Of the area `media`. Default: nowhere. */
  readonly log?: Log | undefined;
}

export interface MediaPeerOptions {
  /** The other side's connection id, or the media router's address. */
  readonly remote: string;
  /** Known once the server has answered; everything waits for it. */
  readonly config: Promise<PeerConnectionConfig>;
  /** Where negotiation messages go; its peer fields are echoed in each. */
  readonly target: MediaTarget;
  /**
   * What to do if both sides offer at once: the polite one (the subscriber) drops its own offer, the other ignores the
   * one it receives.
   */
  readonly polite: boolean;
  /** Read when the connection is made, and for each {@link MediaPeer.update}. Empty for a receiver. */
  readonly tracks: () => readonly SendingTrack[];
  readonly opus: OpusTuning;
  /** The other side sends a track. */
  readonly onTrack?: (track: RemoteTrack) => void;
  /** It does not send that any more. */
  readonly onTrackEnded?: (track: RemoteTrack) => void;
  readonly onState?: (state: PeerConnectionState) => void;
  /** Negotiation failed; the connection is closed already. */
  readonly onError: (error: unknown) => void;
  /** The connection broke and did not come back in time. It is closed already. */
  readonly onLost: () => void;
}

/**
 * Candidates of the other side that wait, for its description or for what was asked before them. The engine takes as many
 * in one ICE generation; browsers send less than 20.
 */
const maxWaitingCandidates = 64;

/** Own messages that are remembered to recognise them when they come back. */
const sentRemembered = 256;

/**
 * One peer connection, the offer/answer exchange with its other side (RFC 8829), and its repair as long as there is hope.
 *
 * Operations run one after the other. Candidates from the other side wait for its description, own candidates for the
 * description they belong to having been sent.
 */
export class MediaPeer {
  readonly #context: PeerContext;
  readonly #options: MediaPeerOptions;
  readonly #health: PeerHealth;
  readonly #log: Log;
  readonly #queue = new OperationQueue();
  readonly #sent = new Map<TrackKind, SentTrack>();
  readonly #ownMessages = new BoundedSet<string>(sentRemembered);
  #connection: PeerConnection | undefined;
  #offerPending = false;
  #described = false;
  /** Own role, once it is agreed. */
  #dtlsRole: DtlsRole | undefined;
  #remoteCandidates: IceCandidate[] = [];
  #waitingCandidates = 0;
  /** Undefined: candidates may be sent as they come. */
  #localCandidates: IceCandidate[] | undefined = [];

  constructor(context: PeerContext, options: MediaPeerOptions) {
    this.#context = context;
    this.#options = options;
    const { streamId, subscriberId } = options.target;
    const log = context.log ?? silentLog;
    this.#log = log.for('media', { streamId, subscriberId, remote: options.remote });
    this.#health = new PeerHealth({
      clock: context.clock,
      failedGraceMs: context.config.iceFailedGraceMs,
      recoveryMs: context.config.mediaRecoveryMs,
      restart: () => {
        this.restartIce();
      },
      onLost: () => {
        this.#log.warn('given up: the connection did not come back');
        this.close();
        options.onLost();
      },
    });
    this.#negotiate(() => this.#open());
  }

  /** The other side's connection id, or the media router's address. */
  get remote(): string {
    return this.#options.remote;
  }

  get target(): MediaTarget {
    return this.#options.target;
  }

  get closed(): boolean {
    return this.#queue.closed;
  }

  /** Whether a message with those peer fields is for this connection; one without a `peerId` is for any. */
  isFor({ peerId }: PeerFields): boolean {
    return peerId === undefined || peerId === this.target.peer['peerId'];
  }

  /** Makes an offer, with new ICE credentials if asked for. */
  offer(options: { readonly iceRestart: boolean }): void {
    this.#negotiate(() => this.#offer(options.iceRestart));
  }

  /**
   * Offers an ICE restart, unless the first exchange is not complete, an offer is on its way, or the server does not
   * understand it.
   */
  restartIce(): void {
    if (!this.#context.info.renegotiation) return;
    this.#negotiate(async () => {
      if (this.#described && !this.#offerPending) await this.#offer(true);
    });
  }

  /** A description or candidate from the other side. */
  handle(message: JsepMessage): void {
    switch (message.kind) {
      case 'offer':
        this.#negotiate(() => this.#acceptOffer(message.sdp));
        break;
      case 'answer':
        this.#negotiate(() => this.#acceptAnswer(message.sdp));
        break;
      case 'candidate': {
        const { candidate, sdpMid, sdpMLineIndex } = message;
        if (this.#waitingCandidates >= maxWaitingCandidates) {
          this.#log.debug('a candidate was ignored: too many are waiting');
          return;
        }
        this.#waitingCandidates += 1;
        const mid = sdpMid === '' ? null : sdpMid;
        this.#negotiate(() => this.#addCandidate({ candidate, sdpMid: mid, sdpMLineIndex }));
        break;
      }
    }
  }

  /** Whether the message is one of this connection's own, come back. */
  hasSent(message: JsepMessage): boolean {
    return this.#ownMessages.has(textOf(message));
  }

  /** Sends what the `tracks` of that kind are now. Does nothing if none of that kind was sent. */
  update(kind: TrackKind): Promise<void> {
    return this.#queue.run(() => this.#updateSent(kind));
  }

  /** Empty before there is a connection, and after it was closed. */
  async getStats(): Promise<StatsReport> {
    try {
      return (await this.#connection?.getStats()) ?? new Map();
    } catch (error) {
      if (this.closed) return new Map();
      throw error;
    }
  }

  messagingLost(): void {
    this.#health.messagingLost();
  }

  messagingResumed(): void {
    this.#health.messagingResumed();
  }

  /** Idempotent; nothing is called back afterwards. */
  close(): void {
    this.#health.close();
    this.#queue.close();
    this.#connection?.close();
  }

  /** Queues a step whose failure is the connection's. */
  #negotiate(step: () => Promise<void>): void {
    if (this.closed) return;
    this.#queue.run(step).catch((error: unknown) => {
      // What closing itself interrupts is no failure.
      if (this.closed) return;
      this.#log.warn('negotiation failed', { error });
      this.close();
      this.#options.onError(error);
    });
  }

  async #open(): Promise<void> {
    const { config, tracks, onTrack, onTrackEnded, onState } = this.#options;
    const resolved = await config;
    if (this.closed) return;
    this.#connection = this.#context.engine.createPeerConnection(resolved, {
      candidate: (candidate) => {
        this.#sendCandidate(candidate);
      },
      connectionState: (state) => {
        this.#log.debug('peer connection', { state });
        onState?.(state);
      },
      iceConnectionState: (state) => {
        if (state === 'disconnected' || state === 'failed') this.#log.warn('ICE', { state });
        else this.#log.debug('ICE', { state });
        this.#health.handleIceState(state);
      },
      track: (track) => {
        onTrack?.(track);
      },
      trackEnded: (track) => {
        onTrackEnded?.(track);
      },
    });
    for (const sending of tracks()) {
      const sender = this.#connection.addTrack(sending.track, sending.options);
      const sent = new SentTrack(sender, sending);
      this.#sent.set(sending.track.kind, sent);
      await sent.update(sending, { negotiated: false });
    }
  }

  get #pc(): PeerConnection {
    if (!this.#connection || this.closed) throw new Error('the peer connection is closed');
    return this.#connection;
  }

  async #offer(iceRestart: boolean): Promise<void> {
    if (iceRestart) this.#log.info('restarting ICE');
    this.#localCandidates = [];
    const offer = await this.#pc.createOffer({ iceRestart });
    await this.#pc.setLocalDescription(offer);
    this.#offerPending = true;
    const role = this.#dtlsRole;
    const sdp = role ? setOfferedDtlsRole(offer.sdp, role) : offer.sdp;
    this.#sendDescription('offer', setOpusParameters(sdp, this.#options.opus.local));
  }

  async #acceptOffer(sdp: string): Promise<void> {
    if (this.#offerPending && !this.#options.polite) {
      this.#log.debug('an offer was ignored: our own is on its way');
      return;
    }
    // A pending offer of our own is rolled back by this, W3C webrtc §4.4.1.5.
    this.#offerPending = false;
    await this.#setRemote({ type: 'offer', sdp });
    this.#localCandidates = [];
    const answer = await this.#pc.createAnswer();
    const stereo: OpusParameters = announcesStereo(sdp) ? { stereo: 1 } : {};
    const tuned = setOpusParameters(answer.sdp, stereo);
    await this.#pc.setLocalDescription({ type: 'answer', sdp: tuned });
    this.#dtlsRole = answeredDtlsRole(tuned);
    this.#sendDescription('answer', setOpusParameters(tuned, this.#options.opus.local));
  }

  async #acceptAnswer(sdp: string): Promise<void> {
    // An answer to an offer that was rolled back, or a second one.
    if (!this.#offerPending) return;
    this.#offerPending = false;
    await this.#setRemote({ type: 'answer', sdp });
    const role = answeredDtlsRole(sdp);
    this.#dtlsRole = role && otherDtlsRole(role);
    for (const kind of this.#sent.keys()) await this.#updateSent(kind);
  }

  async #updateSent(kind: TrackKind): Promise<void> {
    const sending = this.#options.tracks().find(({ track }) => track.kind === kind);
    if (sending) await this.#sent.get(kind)?.update(sending, { negotiated: this.#described });
  }

  async #setRemote({ type, sdp }: SessionDescription): Promise<void> {
    const tuned = setOpusParameters(sdp, this.#options.opus.remote);
    await this.#pc.setRemoteDescription({ type, sdp: tuned });
    this.#described = true;
    const waiting = this.#remoteCandidates;
    this.#remoteCandidates = [];
    for (const candidate of waiting) await this.#addCandidate(candidate);
  }

  async #addCandidate(candidate: IceCandidate): Promise<void> {
    if (!this.#described) {
      this.#remoteCandidates.push(candidate);
      return;
    }
    this.#waitingCandidates -= 1;
    try {
      await this.#pc.addIceCandidate(candidate);
    } catch (error) {
      this.#log.debug('a candidate was ignored', { error });
      // One that cannot be used, or of before a restart: the others may do, and ICE fails if they do not.
    }
  }

  #sendDescription(kind: 'offer' | 'answer', sdp: string): void {
    if (this.closed) return;
    this.#send({ ...this.target, kind, sdp });
    const waiting = this.#localCandidates ?? [];
    this.#localCandidates = undefined;
    for (const candidate of waiting) this.#sendCandidate(candidate);
  }

  #sendCandidate({ candidate, sdpMid, sdpMLineIndex }: IceCandidate): void {
    if (this.#localCandidates) {
      this.#localCandidates.push({ candidate, sdpMid, sdpMLineIndex });
      return;
    }
    this.#send({
      ...this.target,
      kind: 'candidate',
      candidate,
      sdpMid: sdpMid ?? '',
      sdpMLineIndex: sdpMLineIndex ?? 0,
    });
  }

  #send(message: JsepMessage): void {
    this.#ownMessages.add(textOf(message));
    this.#context.messages.notify(message);
  }
}

function textOf(message: JsepMessage): string {
  return message.kind === 'candidate' ? message.candidate : message.sdp;
}
