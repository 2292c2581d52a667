import { pipe, transform } from 'valibot';
import {
  boolean,
  integer,
  milliseconds,
  number,
  optional,
  optionsOf,
  rule,
  type Schema,
} from '../../common/validation/index.js';
import type { AudioFormat } from '../../media/engine.js';
import { channels, sampleRate } from '../../media/sources/pcm-format.js';
import type { Resolution } from '../../signaling/session/subscribe-options.js';
import { pixels } from '../../media/sources/video-size.js';

export interface SubscriberOptions {
  /** Default true. */
  readonly subscribeToAudio?: boolean;
  /** Default true. */
  readonly subscribeToVideo?: boolean;
  /** The video is sent so that it fits into this size, lying or standing as it does. Default: no preference. */
  readonly preferredResolution?: Resolution;
  /** Frames per second that are sent at most, 1–120. Default: no preference. */
  readonly preferredFrameRate?: number;
  /** 0–100; values outside are clamped. Default 100. */
  readonly audioVolume?: number;
  /** What `audioData` and `audio()` give. Default: 48 kHz, channels as they are sent, 10 ms. */
  readonly audioFormat?: AudioFormat;
  /**
   * Milliseconds without a reader (no `frame` listener, `frames()`, `snapshot()`, nothing that renders) after which the video
   * is not sent any more, until there is one again. Default 2000.
   */
  readonly unreadVideoMs?: number;
}

export const resolution = optional(optionsOf({ width: pixels, height: pixels }));
export const frameRate = optional(number(1, 120));

/** Clamped to 0–100. */
export const volume: Schema<number> = pipe(
  number(),
  transform((value) => Math.min(100, Math.max(0, value))),
);

const audioFormat: Schema<AudioFormat> = pipe(
  optionsOf({
    sampleRate: optional(sampleRate),
    channels: optional(channels),
    durationMs: optional(integer(1, 1000)),
  }),
  rule(
    ({ sampleRate: rate = 48_000, durationMs = 10 }) =>
      Number.isInteger((rate * durationMs) / 1000),
    'must be a whole number of samples at that rate',
    { at: 'durationMs' },
  ),
);

export const subscriberOptions = optionsOf({
  subscribeToAudio: optional(boolean, true),
  subscribeToVideo: optional(boolean, true),
  preferredResolution: resolution,
  preferredFrameRate: frameRate,
  audioVolume: optional(volume, 100),
  audioFormat: optional(audioFormat),
  unreadVideoMs: optional(milliseconds(0), 2000),
});
