import {
  boolean,
  check,
  either,
  optional,
  optionsOf,
  text,
  type Schema,
} from '../../common/validation/index.js';
import type { ScreenInfo } from '../engine.js';
import { AnnouncedSize, type VideoSize } from './announced-size.js';
import {
  engineSource,
  open,
  VideoSource,
  type OpenSource,
  type VideoOutlet,
} from './media-source.js';
import { framesPerSecond, pixels } from './video-size.js';

export interface ScreenVideoSourceOptions {
  /** Frames per second, 1–120; fewer where the system is slower. Default 15. */
  readonly fps?: number;
  /** Whether the mouse pointer is in the video. Default true. */
  readonly cursor?: boolean;
}

const optionsSchema = optionsOf({
  fps: optional(framesPerSecond, 15),
  cursor: optional(boolean, true),
});

const infoSchema: Schema<ScreenInfo> = optionsOf({
  id: text,
  name: text,
  width: pixels,
  height: pixels,
});
const screenSchema = either(text, infoSchema, 'an id or an entry of listScreens()');

/** Announced for a screen whose size is not known yet. */
const usualSize = { width: 1280, height: 720 };

/**
 * A screen of this machine (X11 on Linux; DXGI or GDI on Windows). It is captured while a publisher uses the source, and
 * the others hear when its size changes. If the screen goes away, or is not there to begin with, the publisher raises
 * `error` 3000 and the stream keeps its last frame; `setVideoSource` gives it another.
 */
export class ScreenVideoSource extends VideoSource {
  override readonly type = 'screen';
  readonly fps: number;
  readonly #screenId: string;
  readonly #cursor: boolean;
  #size: VideoSize;

  /**
   * `screen` is an entry of `context.devices.listScreens()`, or its `id`; with an id alone the size is 1280 by 720 until
   * the first frame is there.
   */
  constructor(screen: string | ScreenInfo, options: ScreenVideoSourceOptions = {}) {
    super();
    const checked = check(screenSchema, screen, 'screen');
    const { fps, cursor } = check(optionsSchema, options, 'options');
    this.#screenId = typeof checked === 'string' ? checked : checked.id;
    this.#size = typeof checked === 'string' ? usualSize : checked;
    this.fps = fps;
    this.#cursor = cursor;
  }

  get width(): number {
    return this.#size.width;
  }

  get height(): number {
    return this.#size.height;
  }

  /** @internal */
  override [open]({ engine, options, observer }: VideoOutlet): OpenSource {
    const screen = { screenId: this.#screenId, fps: this.fps, cursor: this.#cursor };
    const announced = new AnnouncedSize(this.#size, observer);
    const track = engine.createScreenTrack(
      { ...options, ...screen, screencast: true },
      {
        resized: (width, height) => {
          this.#size = { width, height };
          announced.update(this.#size);
        },
        ended: (reason) => {
          observer.ended(reason);
        },
      },
    );
    return engineSource(track);
  }
}
