import type {
  CaptureObserver,
  LocalTrack,
  MediaEngine,
  TrackKind,
  VideoTrackOptions,
} from '../../media/engine.js';
import {
  closeTrack,
  openTrack,
  type AudioSource,
  type VideoSource,
} from '../../media/sources/media-source.js';

export interface LocalSources {
  readonly video: VideoSource | undefined;
  readonly audio: AudioSource | undefined;
}

/** The tracks of one published stream, from opening the sources to closing them. */
export class LocalMedia {
  readonly #engine: MediaEngine;
  readonly #videoOptions: VideoTrackOptions;
  readonly #observer: CaptureObserver;
  readonly #audio: { source: AudioSource; track: LocalTrack } | undefined;
  #video: { source: VideoSource; track: LocalTrack } | undefined;

  /** `observer` hears of the video source, whichever it is at the time. */
  constructor(
    engine: MediaEngine,
    sources: LocalSources,
    videoOptions: VideoTrackOptions,
    observer: CaptureObserver,
  ) {
    this.#engine = engine;
    this.#videoOptions = videoOptions;
    this.#observer = observer;
    if (sources.video) this.#video = this.#openVideo(sources.video);
    try {
      const { audio } = sources;
      this.#audio = audio && { source: audio, track: audio[openTrack](engine) };
    } catch (error) {
      this.close();
      throw error;
    }
  }

  track(kind: TrackKind): LocalTrack | undefined {
    return kind === 'audio' ? this.#audio?.track : this.#video?.track;
  }

  /**
   * Opens another video source; `send` puts its track to use, then the old one is closed. One at a time. Nothing stays
   * open if `close()` comes before or meanwhile.
   */
  async switchVideo(
    source: VideoSource,
    send: (track: LocalTrack) => Promise<void>,
  ): Promise<void> {
    const previous = this.#video;
    if (!previous) return;
    const next = this.#openVideo(source);
    next.track.enabled = previous.track.enabled;
    try {
      await send(next.track);
    } catch (error) {
      next.source[closeTrack](next.track);
      throw error;
    }
    if (this.#video !== previous) {
      next.source[closeTrack](next.track);
      return;
    }
    // It may have been muted or unmuted meanwhile.
    next.track.enabled = previous.track.enabled;
    this.#video = next;
    previous.source[closeTrack](previous.track);
  }

  /** Idempotent. */
  close(): void {
    this.#audio?.source[closeTrack](this.#audio.track);
    this.#video?.source[closeTrack](this.#video.track);
    this.#video = undefined;
  }

  #openVideo(source: VideoSource): { source: VideoSource; track: LocalTrack } {
    return { source, track: source[openTrack](this.#engine, this.#videoOptions, this.#observer) };
  }
}
