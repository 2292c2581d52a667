import { ErrorCode, SessionError } from '../common/session-error.js';
import {
  AudioSource,
  engineSource,
  open,
  VideoSource,
  type OpenSource,
  type VideoOutlet,
} from '../media/sources/media-source.js';
import { RtcLocalTrack } from './rtc-track.js';

export interface TrackVideoSourceOptions {
  /** What the others are told the video is. Default `'camera'`. */
  readonly type?: 'camera' | 'screen' | 'custom';
}

/** Of a track that does not know its size yet, as that of a canvas before the first frame. */
const usualSize = { width: 640, height: 480, frameRate: 30 };

/**
 * Video of a track that the page has: from `getUserMedia`, `getDisplayMedia` or `captureStream` of a canvas. A clone of it
 * is sent, so that the track stays the page's, to be shown as a preview and to be stopped. If it ends, the publisher raises
 * `error` 3000.
 */
export class TrackVideoSource extends VideoSource {
  override readonly type: 'camera' | 'screen' | 'custom';
  readonly #track: MediaStreamTrack;

  /** @throws TypeError if it is not a video track. */
  constructor(track: MediaStreamTrack, { type = 'camera' }: TrackVideoSourceOptions = {}) {
    super();
    this.#track = checkTrack(track, 'video');
    this.type = type;
  }

  get width(): number {
    return this.#track.getSettings().width ?? usualSize.width;
  }

  get height(): number {
    return this.#track.getSettings().height ?? usualSize.height;
  }

  get fps(): number {
    return this.#track.getSettings().frameRate ?? usualSize.frameRate;
  }

  override [open]({ options, observer }: VideoOutlet): OpenSource {
    const { contentHint = 'none', screencast = false } = options;
    const track = cloneOf(this.#track, ErrorCode.VideoCaptureFailed);
    // As the native engine takes it: a screen prefers resolution over frame rate.
    const hint = screencast && contentHint === 'none' ? 'detail' : contentHint;
    track.contentHint = hint === 'none' ? '' : hint;
    // Not raised by the clone's own stop().
    track.addEventListener('ended', () => {
      observer.ended('the track has ended');
    });
    return engineSource(new RtcLocalTrack(track));
  }
}

/** Audio of a track that the page has; as {@link TrackVideoSource}. What is done to it is for `getUserMedia` to say. */
export class TrackAudioSource extends AudioSource {
  readonly #track: MediaStreamTrack;

  /** @throws TypeError if it is not an audio track. */
  constructor(track: MediaStreamTrack) {
    super();
    this.#track = checkTrack(track, 'audio');
  }

  get sampleRate(): number {
    return this.#track.getSettings().sampleRate ?? 48_000;
  }

  get channels(): 1 | 2 {
    return this.#track.getSettings().channelCount === 2 ? 2 : 1;
  }

  override [open](): OpenSource {
    return engineSource(
      new RtcLocalTrack(cloneOf(this.#track, ErrorCode.PublisherUnableToPublish)),
    );
  }
}

function checkTrack(track: unknown, kind: 'audio' | 'video'): MediaStreamTrack {
  if (track instanceof MediaStreamTrack && track.kind === kind) return track;
  throw new TypeError(`track must be a MediaStreamTrack of kind "${kind}"`);
}

function cloneOf(track: MediaStreamTrack, code: ErrorCode): MediaStreamTrack {
  if (track.readyState === 'live') return track.clone();
  throw new SessionError(code, `the ${track.kind} track has ended`, { source: 'publisher' });
}
