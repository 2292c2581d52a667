import type { AudioSource, VideoSource } from '../../../index.js';
import type { SentFrame } from '../../../measure/frame-tracker.js';

/** Between the lead-in and the first frame that counts: time for what is still under way to arrive. */
export const settleUs = 300_000;

/** What the publisher process sends: a source for each kind, and what makes them run. */
export interface Feed extends Disposable {
  readonly video: VideoSource;
  readonly audio: AudioSource | undefined;
  /**
   * Keeps the picture flowing until `signal` is aborted, without any progress: a receiver that joins meanwhile has its
   * first frame, and nothing is lost that counts.
   */
  leadIn(signal: AbortSignal): Promise<void>;
  /** Plays to the end, or until `signal` is aborted; `onFrame` learns of every frame. To be called once. */
  play(onFrame: (frame: SentFrame) => void, signal: AbortSignal): Promise<void>;
}
