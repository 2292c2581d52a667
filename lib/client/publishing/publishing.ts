import type { MediaEngine, TrackKind } from '../../media/engine.js';
import { LocalMedia } from './local-media.js';
import type { AudioSource, VideoSource } from '../../media/sources/media-source.js';
import type { Channel, StreamDescription } from '../../protocol/messages/session-objects.js';
import {
  opusOptions,
  videoSendOptions,
  videoTrackOptions,
  type CheckedPublisherOptions,
} from './publisher-options.js';
import { OperationQueue } from '../../common/operation-queue.js';
import type { PublishedTrack } from '../../signaling/negotiation/outgoing-media.js';
import type { Publication } from '../../signaling/session/publication.js';
import type { SessionClient } from '../../signaling/session/session-client.js';

export interface PublishingPlan {
  readonly options: CheckedPublisherOptions;
  readonly video: VideoSource | undefined;
  readonly audio: AudioSource | undefined;
  /** What is not muted. */
  readonly active: Readonly<Record<TrackKind, boolean>>;
  /** Called when the video source gives no more pictures. */
  readonly onCaptureEnded: (reason: string) => void;
}

const kinds = ['audio', 'video'] as const;

/** One publishing of a publisher, from `publish` to its end: the opened sources and what is done with their tracks. */
export class Publishing {
  readonly publication: Publication;
  readonly #media: LocalMedia;
  readonly #switches = new OperationQueue();

  /** Opens the sources and starts. @throws what the engine or the session has against it. */
  constructor(client: SessionClient, engine: MediaEngine, plan: PublishingPlan) {
    this.#media = new LocalMedia(engine, plan, videoTrackOptions(plan.options), {
      resized: (width, height) => {
        // What fails here ends the publication, which tells it.
        this.publication.setChannel('video', { width, height }).catch(() => undefined);
      },
      ended: plan.onCaptureEnded,
    });
    try {
      this.publication = client.publish({
        description: describe(plan),
        tracks: this.#tracks(plan),
        ...(plan.audio && { opus: opusOptions(plan.options, plan.audio) }),
      });
    } catch (error) {
      this.#media.close();
      throw error;
    }
    for (const kind of kinds) {
      // Not awaited: there is no connection yet on which it could fail.
      if (this.#media.track(kind)) void this.#setSending(kind, plan.active[kind]);
    }
  }

  /** Mutes or unmutes: at once here, for the others as soon as the stream exists. */
  async setActive(kind: TrackKind, active: boolean): Promise<void> {
    if (!this.#media.track(kind)) return;
    await Promise.all([
      this.#setSending(kind, active),
      this.publication.setChannel(kind, { active }),
    ]);
  }

  async switchVideo(source: VideoSource): Promise<void> {
    await this.#switches.run(() =>
      this.#media.switchVideo(source, (track) => this.publication.replaceTrack(track)),
    );
    const { width, height } = source;
    await this.publication.setChannel('video', { width, height });
  }

  /** Closes the tracks; ending the publication is the session's. */
  close(): void {
    this.#media.close();
  }

  /** A disabled track is sent as black or silence, an inactive sender sends nothing. */
  async #setSending(kind: TrackKind, active: boolean): Promise<void> {
    const track = this.#media.track(kind);
    if (track) track.enabled = active;
    await this.publication.setSending(kind, { active });
  }

  #tracks({ options, video }: PublishingPlan): PublishedTrack[] {
    return kinds.flatMap((kind) => {
      const track = this.#media.track(kind);
      if (!track) return [];
      return kind === 'video' && video
        ? { track, options: videoSendOptions(options, video) }
        : { track };
    });
  }
}

function describe({ options, video, audio, active }: PublishingPlan): StreamDescription {
  const channels: Channel[] = [];
  if (video) {
    channels.push({
      id: 'video1',
      type: 'video',
      active: active.video,
      width: video.width,
      height: video.height,
      orientation: 0,
      frameRate: video.fps,
      source: options.videoSourceType ?? video.type,
      fitMode: 'cover',
    });
  }
  if (audio) channels.push({ id: 'audio1', type: 'audio', active: active.audio });
  return { name: options.name, audioFallbackEnabled: options.subscriberAudioFallback, channels };
}
