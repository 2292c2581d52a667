import type {
  CaptureObserver,
  FrameBuffer,
  FrameHandle,
  LocalTrack,
  MediaEngine,
  PcmOptions,
  VideoTrackOptions,
  VideoTrackStats,
} from '../engine.js';

/** Key of a member that only this package calls. */
export const open = Symbol('open');

/** A source while it is in use. */
export interface OpenSource {
  /** What is sent. */
  readonly track: LocalTrack;
  /** Idempotent. */
  close(): void;
}

/** A track for the frames that an application pushes. */
export interface FrameInput extends OpenSource {
  /** True if the frame was taken. It stays the caller's to close. */
  push(frame: FrameHandle | FrameBuffer): boolean;
  stats(): VideoTrackStats;
}

/** A track for the samples that an application pushes. */
export interface SampleInput extends OpenSource {
  /** Samples per channel that wait to be sent. */
  readonly queued: number;
  /** Interleaved samples; returns how many per channel were taken. */
  push(samples: Int16Array): number;
  /** Drops what waits. */
  clear(): void;
}

/** What a video source is opened with. */
export interface VideoOutlet {
  readonly engine: MediaEngine;
  readonly options: VideoTrackOptions;
  /** Hears of a source that captures by itself. */
  readonly observer: CaptureObserver;
  openInput(): FrameInput;
}

/** What an audio source is opened with. */
export interface AudioOutlet {
  readonly engine: MediaEngine;
  openInput(format: PcmOptions): SampleInput;
}

/**
 * Something a {@link Publisher} can send. A source may be used by several publishers, one after the other or at once:
 * each opens it when it is published and closes that again when it is unpublished. Holds nothing in between.
 */
export interface MediaSource<Outlet> {
  /** @internal */
  [open](outlet: Outlet): OpenSource;
}

export abstract class VideoSource implements MediaSource<VideoOutlet> {
  /** Pixels, as announced to the others when the stream is published; later sizes are announced as they come. */
  abstract readonly width: number;
  abstract readonly height: number;
  /** Frames per second. */
  abstract readonly fps: number;

  /** What the video is announced as, unless the publisher says otherwise. */
  readonly type: 'camera' | 'screen' | 'custom' = 'custom';

  /** @internal */
  abstract [open](outlet: VideoOutlet): OpenSource;
}

export abstract class AudioSource implements MediaSource<AudioOutlet> {
  /** Hertz. */
  abstract readonly sampleRate: number;
  abstract readonly channels: 1 | 2;

  /** @internal */
  abstract [open](outlet: AudioOutlet): OpenSource;
}

/** A source whose track is made, and fed, by the engine. */
export function engineSource(track: LocalTrack): OpenSource {
  return {
    track,
    close: () => {
      track.close();
    },
  };
}
