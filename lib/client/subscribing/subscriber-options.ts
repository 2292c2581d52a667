import { boolean, number, optional, shape } from '../../common/option-checks.js';
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

export const checkResolution = optional(shape({ width: pixels, height: pixels }));
export const checkFrameRate = optional(number(1, 120));
const anyNumber = number(-Infinity, Infinity);

/** Clamped to 0–100. */
export function checkVolume(value: unknown, name: string): number {
  return Math.min(100, Math.max(0, anyNumber(value, name)));
}

export const checkSubscriberOptions = shape({
  subscribeToAudio: optional(boolean, true),
  subscribeToVideo: optional(boolean, true),
  preferredResolution: checkResolution,
  preferredFrameRate: checkFrameRate,
  audioVolume: optional(checkVolume, 100),
});
