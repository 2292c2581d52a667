import type { StatsReport, VideoCodec } from '../../lib/media/engine.js';
import type { IceConfig } from '../../lib/signaling/negotiation/ice-config.js';
import type { Publication } from '../../lib/signaling/session/publication.js';
import { SessionClient } from '../../lib/signaling/session/session-client.js';
import type { Subscription } from '../../lib/signaling/session/subscription.js';
import type { Platform } from '../../lib/signaling/platform.js';
import { RtcEngine, type RtcApi } from '../../lib/browser/rtc-engine.js';
import { RtcLocalTrack, RtcRemoteTrack } from '../../lib/browser/rtc-track.js';

/** What the platform gives besides signalling. */
export interface PeerPlatform {
  readonly rtc: RtcApi;
  readonly signaling: Platform;
  /** A picture and sound to publish. */
  capture(): Promise<readonly MediaStreamTrack[]>;
  /** Makes the platform decode a track, as if somebody watched it or listened. */
  consume(track: MediaStreamTrack): void;
}

export interface JoinOptions {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly sessionId: string;
  readonly token: string;
  readonly ice?: IceConfig;
}

export interface ReceivedSignal {
  readonly type: string;
  readonly data: string;
  /** Connection id of the sender. */
  readonly from: string | undefined;
}

export interface ReceivedMedia {
  readonly framesDecoded: number;
  readonly width: number;
  readonly height: number;
  /** As in a stats report, e.g. `video/VP8`. */
  readonly codec: string;
  /** Energy of the sound so far, W3C webrtc-stats `totalAudioEnergy`. */
  readonly audioEnergy: number;
}

/**
 * A client that a test drives from outside: signalling as in the product, media by the platform. Arguments and results are
 * plain data, because they cross a process boundary.
 */
export class SessionPeer {
  readonly #platform: PeerPlatform;
  readonly #engine: RtcEngine;
  readonly #signals: ReceivedSignal[] = [];
  #client: SessionClient | undefined;
  #publication: Publication | undefined;
  #subscription: Subscription | undefined;

  constructor(platform: PeerPlatform) {
    this.#platform = platform;
    this.#engine = new RtcEngine(platform.rtc);
  }

  /** Lower-case names of the video codecs that the platform has. */
  videoCodecs(): string[] {
    const codecs = this.#platform.rtc.RTCRtpReceiver.getCapabilities('video')?.codecs ?? [];
    return [...new Set(codecs.map(({ mimeType }) => mimeType.slice(6).toLowerCase()))];
  }

  /** Returns the own connection id. */
  async join({ token, ...options }: JoinOptions): Promise<string> {
    const { signaling } = this.#platform;
    const client = new SessionClient({ ...options, engine: this.#engine, platform: signaling });
    this.#client = client;
    client.on('signal', ({ type, data, connection }) => {
      this.#signals.push({ type, data, from: connection?.id });
    });
    return (await client.connect(token)).id;
  }

  /** Returns the stream id. */
  async publish(codec: VideoCodec): Promise<string> {
    const tracks = (await this.#platform.capture()).map((track) => new RtcLocalTrack(track));
    const publication = this.#joined.publish({
      description: {
        name: 'peer',
        audioFallbackEnabled: false,
        channels: [
          { type: 'audio', id: 'audio1', active: true },
          {
            ...{ type: 'video', id: 'video1', active: true, width: 640, height: 480 },
            ...{ orientation: 0, source: 'camera', fitMode: 'cover' },
          },
        ],
      },
      tracks: tracks.map((track) => ({
        track,
        ...(track.kind === 'video' && { options: { codecs: [codec] } }),
      })),
    });
    this.#publication = publication;
    return (await publication.created).id;
  }

  /** Receives a stream, which has to be announced already. */
  async subscribe(streamId: string): Promise<void> {
    const subscription = this.#joined.subscribe(streamId);
    this.#subscription = subscription;
    subscription.on('track', ({ track }) => {
      if (track instanceof RtcRemoteTrack) this.#platform.consume(track.media);
    });
    await subscription.connected;
  }

  async unpublish(): Promise<void> {
    await this.#publication?.close();
  }

  async muteVideo(): Promise<void> {
    await this.#publication?.setChannel('video', { active: false });
  }

  async signal(type: string, data: string, to?: string): Promise<void> {
    await this.#joined.signal(type, data, { to });
  }

  signals(): readonly ReceivedSignal[] {
    return this.#signals;
  }

  streams(): string[] {
    return this.#joined.streams.map(({ id }) => id);
  }

  async received(): Promise<ReceivedMedia> {
    return receivedMedia((await this.#subscription?.getStats()) ?? new Map());
  }

  /** Restarts ICE on every connection, as when the machine's address has changed. */
  networkChanged(): void {
    this.#joined.networkChanged();
  }

  /** ICE user name fragments in force, one per open peer connection. */
  ufrags(): string[] {
    return this.#engine.connections.flatMap(({ localUfrag }) => localUfrag ?? []);
  }

  async leave(): Promise<void> {
    await this.#client?.disconnect();
  }

  get #joined(): SessionClient {
    if (!this.#client) throw new Error('join first');
    return this.#client;
  }
}

function receivedMedia(report: StatsReport): ReceivedMedia {
  const inbound = (kind: string) =>
    [...report.values()].find((entry) => entry.type === 'inbound-rtp' && entry['kind'] === kind);
  const video = inbound('video');
  const codec = [...report.values()].find(({ id }) => id === video?.['codecId']);
  const mimeType = codec?.['mimeType'];
  return {
    framesDecoded: Number(video?.['framesDecoded'] ?? 0),
    width: Number(video?.['frameWidth'] ?? 0),
    height: Number(video?.['frameHeight'] ?? 0),
    codec: typeof mimeType === 'string' ? mimeType : '',
    audioEnergy: Number(inbound('audio')?.['totalAudioEnergy'] ?? 0),
  };
}
