import type { AudioSource, VideoSource } from '../../../index.js';

/** A picture that was handed to the publisher. */
export interface SentFrame {
  /** Counts from 0 at the start of the measurement; gaps are frames that were skipped. */
  readonly index: number;
  /** On {@link nowUs}'s clock, just before it was pushed. */
  readonly sentUs: number;
  /** Place in the file or pattern, microseconds. */
  readonly mediaUs: number;
  readonly fingerprint: Float32Array;
}

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
