import type { Stamp } from './read-stamp.js';

/** A video frame that was handed to the publisher. */
export interface SentFrame {
  /** Counts from 0 at the start of the measurement; gaps are frames that were skipped. */
  readonly index: number;
  /** On {@link nowUs}'s clock, just before it was pushed. */
  readonly sentUs: number;
  /** Place in the file or pattern, microseconds. */
  readonly mediaUs: number;
  readonly fingerprint: Float32Array;
}

/** What a picture is recognised by: the stamp of the pattern (undefined if it is damaged), or a fingerprint. */
export type Mark = Stamp | Float32Array | undefined;

/** A picture as the subscriber got it. */
export interface ReceivedFrame {
  /** On {@link nowUs}'s clock, before anything was done with it. */
  readonly receivedUs: number;
  readonly width: number;
  readonly height: number;
  readonly mark: Mark;
}

/** Where a received frame comes from. */
export interface Origin {
  /** Number of the frame from the start of the measurement, from 0. */
  readonly index: number;
  readonly sentUs: number;
  /** Place in the file or pattern, microseconds. */
  readonly mediaUs: number;
}

export interface Delivery {
  readonly frame: ReceivedFrame;
  /** Undefined if the frame was not recognised. */
  readonly origin: Origin | undefined;
  /** False for frames from before the start of the measurement, and from after its end. */
  readonly measured: boolean;
}

/** Finds out which of the published frames arrived, and when each was sent. */
export interface FrameTracker {
  /** When the first measured frame was sent; undefined before it is known. */
  readonly startUs: number | undefined;
  /** Frames published in the measurement. */
  readonly published: number;
  /** Whether everything arrived that was published. */
  readonly complete: boolean;
  /** What the publisher says that it sent. */
  addSent(frames: readonly SentFrame[]): void;
  /** What the subscriber says that it got. */
  addReceived(frames: readonly ReceivedFrame[]): void;
  /** All received frames, in the order of receiving. */
  deliveries(): readonly Delivery[];
  /** Those received since a time; for a look while it runs. */
  recent(sinceUs: number): readonly Delivery[];
}
