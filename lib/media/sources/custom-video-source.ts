import { check, optional, optionsOf } from '../../common/validation/index.js';
import type { FrameBuffer, VideoTrackStats } from '../engine.js';
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
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly #inputs = new Set<FrameInput>();

  constructor(options: CustomVideoSourceOptions) {
    super();
    const { width, height, fps } = check(optionsSchema, options, 'options');
    this.width = width;
    this.height = height;
    this.fps = fps;
  }

  /**
   * Sends a frame, at once and with its own timestamp. It is copied: the buffer, or the frame, stays the caller's.
   * A frame may have another size than the source was made for; it is sent as it is.
   *
   * False if nobody took it: not published, no receiver, or the encoder asked for fewer frames.
   * @throws RangeError if the buffer does not fit width, height and format; Error if the frame is closed.
   */
  push(frame: VideoFrame | FrameBuffer): boolean {
    const source = (frame instanceof VideoFrame ? frame : VideoFrame.from(frame))[engineFrame]();
    let taken = false;
    for (const input of this.#inputs) taken = input.push(source) || taken;
    return taken;
  }

  /** Of all publishers that use the source now. */
  stats(): VideoTrackStats {
    let frames = 0;
    let dropped = 0;
    for (const input of this.#inputs) {
      const stats = input.stats();
      frames += stats.frames;
      dropped += stats.dropped;
    }
    return { frames, dropped };
  }

  /** @internal */
  override [open](outlet: VideoOutlet): OpenSource {
    const input = outlet.openInput();
    this.#inputs.add(input);
    return {
      track: input.track,
      close: () => {
        this.#inputs.delete(input);
        input.close();
      },
    };
  }
}
