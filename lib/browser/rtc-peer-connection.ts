import type {
  IceCandidate,
  LocalTrack,
  PeerConnection,
  PeerConnectionObserver,
  SendOptions,
  SessionDescription,
  StatsEntry,
  StatsReport,
  TrackSender,
  VideoCodec,
} from '../media/engine.js';
import { RtcRemoteTrack } from './rtc-track.js';
import { mediaOf, RtcTrackSender } from './rtc-track-sender.js';

/** {@link PeerConnection} over a W3C `RTCPeerConnection`. */
export class RtcPeerConnection implements PeerConnection {
  readonly #connection: RTCPeerConnection;
  readonly #videoCodecs: readonly RTCRtpCodec[];
  readonly #tracks = new Map<string, RtcRemoteTrack>();
  #closed = false;

  /** `videoCodecs`: what the platform has. */
  constructor(
    connection: RTCPeerConnection,
    observer: PeerConnectionObserver,
    videoCodecs: readonly RTCRtpCodec[],
  ) {
    this.#connection = connection;
    this.#videoCodecs = videoCodecs;
    const tell = (callback: () => void) => (): void => {
      if (!this.#closed) callback();
    };
    connection.onconnectionstatechange = tell(() => {
      observer.connectionState(connection.connectionState);
    });
    connection.oniceconnectionstatechange = tell(() => {
      observer.iceConnectionState(connection.iceConnectionState);
    });
    connection.onicecandidate = ({ candidate }) => {
      // Null, or empty text, ends the candidates: the protocol has no message for that.
      if (this.#closed || !candidate?.candidate) return;
      const { sdpMid, sdpMLineIndex } = candidate;
      observer.candidate({ candidate: candidate.candidate, sdpMid, sdpMLineIndex });
    };
    connection.ontrack = ({ track }) => {
      // It comes again when a negotiation turns the direction of a transceiver.
      if (this.#closed || this.#tracks.has(track.id)) return;
      const remote = new RtcRemoteTrack(track);
      this.#tracks.set(track.id, remote);
      track.onmute = tell(() => {
        if (this.#isReceived(track)) return;
        this.#tracks.delete(track.id);
        observer.trackEnded?.(remote);
      });
      observer.track(remote);
    };
  }

  /** ICE user name fragment in force, which an ICE restart changes; undefined before negotiation and after `close()`. */
  get localUfrag(): string | undefined {
    if (this.#closed) return undefined;
    return /^a=ice-ufrag:(.*)$/m.exec(this.#connection.localDescription?.sdp ?? '')?.[1];
  }

  /** Whether the other side still says that it sends the track; if not, it is muted, and ends only with the connection. */
  #isReceived(track: MediaStreamTrack): boolean {
    return this.#connection
      .getTransceivers()
      .some(
        ({ receiver, currentDirection }) =>
          receiver.track === track &&
          (currentDirection === 'recvonly' || currentDirection === 'sendrecv'),
      );
  }

  addTrack(track: LocalTrack, options: SendOptions = {}): TrackSender {
    const { codecs = [], maxBitrate } = options;
    const transceiver = this.#connection.addTransceiver(mediaOf(track), {
      direction: 'sendonly',
      ...(maxBitrate === undefined ? {} : { sendEncodings: [{ maxBitrate }] }),
    });
    if (codecs.length > 0) {
      transceiver.setCodecPreferences(byPreference(this.#videoCodecs, codecs));
    }
    return new RtcTrackSender(transceiver.sender);
  }

  async createOffer(options: { iceRestart?: boolean } = {}): Promise<SessionDescription> {
    return described(await this.#connection.createOffer(options));
  }

  async createAnswer(): Promise<SessionDescription> {
    return described(await this.#connection.createAnswer());
  }

  async setLocalDescription(description: SessionDescription): Promise<void> {
    await this.#connection.setLocalDescription(description);
  }

  async setRemoteDescription(description: SessionDescription): Promise<void> {
    const { signalingState } = this.#connection;
    // Browsers do so by themselves, W3C webrtc §4.4.1.5; older libwebrtc does not.
    if (description.type === 'offer' && signalingState === 'have-local-offer') {
      await this.#connection.setLocalDescription({ type: 'rollback', sdp: '' });
    }
    await this.#connection.setRemoteDescription(description);
  }

  async addIceCandidate(candidate: IceCandidate): Promise<void> {
    await this.#connection.addIceCandidate({ ...candidate });
  }

  async getStats(): Promise<StatsReport> {
    const report = await this.#connection.getStats();
    const entries = new Map<string, StatsEntry>();
    report.forEach((entry: StatsEntry) => entries.set(entry.id, entry));
    return entries;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#connection.close();
  }
}

function described({ type, sdp }: RTCSessionDescriptionInit): SessionDescription {
  if (type === 'rollback') throw new Error('a rollback is no description');
  return { type, sdp: sdp ?? '' };
}

/** The wanted ones first, in that order. */
function byPreference(
  codecs: readonly RTCRtpCodec[],
  wanted: readonly VideoCodec[],
): RTCRtpCodec[] {
  const rank = ({ mimeType }: RTCRtpCodec): number => {
    const index = wanted.findIndex((codec) => mimeType.toLowerCase() === `video/${codec}`);
    return index < 0 ? wanted.length : index;
  };
  return codecs.toSorted((a, b) => rank(a) - rank(b));
}
