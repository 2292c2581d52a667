import { check, optional, optionsOf } from '../../common/validation/index.js';
import {
  engineSource,
  open,
  VideoSource,
  type OpenSource,
  type VideoOutlet,
} from './media-source.js';
import { framesPerSecond, pixels } from './video-size.js';

export interface TestPatternVideoSourceOptions {
  /** Pixels, 1–16384. Default 1280. */
  readonly width?: number;
  /** Pixels, 1–16384. Default 720. */
  readonly height?: number;
  /** Frames per second, 1–120, of which at most 60 are sent. Default 30. */
  readonly fps?: number;
}

const optionsSchema = optionsOf({
  width: optional(pixels, 1280),
  height: optional(pixels, 720),
  fps: optional(framesPerSecond, 30),
});

/** Moving video with a frame counter in it, made natively: for demos, tests and machines without a camera. */
export class TestPatternVideoSource extends VideoSource {
  readonly width: number;
  readonly height: number;
  readonly fps: number;

  constructor(options: TestPatternVideoSourceOptions = {}) {
    super();
    const { width, height, fps } = check(optionsSchema, options, 'options');
    this.width = width;
    this.height = height;
    this.fps = fps;
  }

  /** @internal */
  override [open]({ engine, options }: VideoOutlet): OpenSource {
    const { width, height, fps } = this;
    return engineSource(engine.createTestPatternTrack({ ...options, width, height, fps }));
  }
}
