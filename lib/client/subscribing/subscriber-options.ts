import { pipe, transform } from 'valibot';
import {
  boolean,
  number,
  optional,
  optionsOf,
  type Schema,
} from '../../common/validation/index.js';
import type { Resolution } from '../../signaling/session/subscribe-options.js';
import { pixels } from '../../media/sources/video-size.js';

export interface SubscriberOptions {
  /** Default true. */
  readonly subscribeToAudio?: boolean;
  /** Default true. */
  readonly subscribeToVideo?: boolean;
  /** What a media router should send at most, if the publisher offers several sizes. Default: no preference. */
  readonly preferredResolution?: Resolution;
  /** Frames per second, likewise. Default: no preference. */
  readonly preferredFrameRate?: number;
  /** 0–100; values outside are clamped. Default 100. */
  readonly audioVolume?: number;
}

export const resolution = optional(optionsOf({ width: pixels, height: pixels }));
export const frameRate = optional(number(1, 120));

/** Clamped to 0–100. */
export const volume: Schema<number> = pipe(
  number(),
  transform((value) => Math.min(100, Math.max(0, value))),
);

export const subscriberOptions = optionsOf({
  subscribeToAudio: optional(boolean, true),
  subscribeToVideo: optional(boolean, true),
  preferredResolution: resolution,
  preferredFrameRate: frameRate,
  audioVolume: optional(volume, 100),
});
