import { check, optional, optionsOf } from '../../common/validation/index.js';
import type { FrameBuffer, VideoTrackStats } from '../engine.js';
import { AnnouncedSize, type VideoSize } from './announced-size.js';
import {
  open,
  VideoSource,
  type FrameInput,
  type OpenSource,
  type VideoOutlet,
} from './media-source.js';
import { engineFrame, VideoFrame } from '../frames/video-frame.js';
import { framesPerSecond, pixels } from './video-size.js';

export interface CustomVideoSourceOptions {
  /** Pixels, 1–16384. */
  readonly width: number;
  readonly height: number;
  /** Frames per second the application means to push, 1–120, of which at most 60 are sent. Default 30. */
  readonly fps?: number;
}

const optionsSchema = optionsOf({
  width: pixels,
  height: pixels,
  fps: optional(framesPerSecond, 30),
});

/** Video that the application makes: push a frame whenever there is one. */
export class CustomVideoSource extends VideoSource {
  readonly fps: number;
  readonly #inputs = new Map<FrameInput, AnnouncedSize>();
  #size: VideoSize;

  constructor(options: CustomVideoSourceOptions) {
    super();
    const { width, height, fps } = check(optionsSchema, options, 'options');
    this.#size = { width, height };
    this.fps = fps;
  }

  get width(): number {
    return this.#size.width;
  }

  get height(): number {
    return this.#size.height;
  }

  /**
   * Sends a frame, at once and with its own timestamp. It is copied: the buffer, or the frame, stays the caller's.
   * A frame may have another size than the one before, or than the source was made for; everybody in the session is told.
   *
   * False if nobody took it: not published, no receiver, or the encoder asked for fewer frames.
   * @throws RangeError if the buffer does not fit width, height and format; Error if the frame is closed.
   */
  push(frame: VideoFrame | FrameBuffer): boolean {
    const source = (frame instanceof VideoFrame ? frame : VideoFrame.from(frame))[engineFrame]();
    this.#size = { width: source.width, height: source.height };
    let taken = false;
    for (const [input, announced] of this.#inputs) {
      announced.update(this.#size);
      taken = input.push(source) || taken;
    }
    return taken;
  }

  /** Of all publishers that use the source now. */
  stats(): VideoTrackStats {
    let frames = 0;
    let dropped = 0;
    for (const input of this.#inputs.keys()) {
      const stats = input.stats();
      frames += stats.frames;
      dropped += stats.dropped;
    }
    return { frames, dropped };
  }

  /** @internal */
  override [open](outlet: VideoOutlet): OpenSource {
    const input = outlet.openInput();
    this.#inputs.set(input, new AnnouncedSize(this.#size, outlet.observer));
    return {
      track: input.track,
      close: () => {
        this.#inputs.delete(input);
        input.close();
      },
    };
  }
}
