import type { CaptureObserver, LocalTrack, MediaEngine, VideoTrackOptions } from '../engine.js';

/** Key of a member that only this package calls. */
export const openTrack = Symbol('openTrack');
/** Key of a member that only this package calls. */
export const closeTrack = Symbol('closeTrack');

/**
 * Something a {@link Publisher} can send. A source may be used by several publishers, one after the other or at once:
 * each opens its own track when it is published and closes it when it is unpublished. Holds nothing in between.
 */
abstract class MediaSource {
  [closeTrack](track: LocalTrack): void {
    track.close();
  }
}

export abstract class VideoSource extends MediaSource {
  /** Pixels, as announced to the others when the stream is published. */
  abstract readonly width: number;
  abstract readonly height: number;
  /** Frames per second. */
  abstract readonly fps: number;

  /** What the others are told the picture is, unless the publisher says otherwise. */
  readonly type: 'camera' | 'screen' | 'custom' = 'custom';

  abstract [openTrack](
    engine: MediaEngine,
    options: VideoTrackOptions,
    observer: CaptureObserver,
  ): LocalTrack;
}

export abstract class AudioSource extends MediaSource {
  /** Hertz. */
  abstract readonly sampleRate: number;
  abstract readonly channels: 1 | 2;

  abstract [openTrack](engine: MediaEngine): LocalTrack;
}
