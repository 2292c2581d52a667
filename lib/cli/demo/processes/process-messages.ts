import type { AudioTotals } from '../../../measure/audio-meter.js';
import type { ReceivedFrame, SentFrame } from '../../../measure/frame-tracker.js';
import type { TransportSample } from '../../../measure/timeline.js';
import type { Size, Source } from '../source.js';

export type Codec = 'vp8' | 'vp9' | 'h264' | 'av1';

/** How both processes join. Handed over by message: a command line or environment can be read by others. */
export interface JoinConfig {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly sessionId: string;
  readonly token: string;
  readonly lowLatency: boolean;
}

export interface PublisherConfig extends JoinConfig {
  readonly codec: Codec;
  readonly seconds: number;
  readonly source: Source;
}

export interface SubscriberConfig extends JoinConfig {
  /** How frames are recognised. */
  readonly mark: 'stamp' | 'fingerprint';
  /** Where the snapshot and the recording go; exists. */
  readonly out: string;
}

/**
 * What the parent tells a child, in this order: `start`, `go` (the measurement begins), `drain` (send no more, wait for
 * what is under way), `leave`. `stop` ends it at any time.
 */
export type ParentMessage<Config> =
  | { readonly type: 'start'; readonly config: Config }
  | { readonly type: 'go' | 'drain' | 'leave' | 'stop' };

export interface SignalTotals {
  readonly sent: number;
  readonly received: number;
  /** Milliseconds from sending a signal to its answer, of each. */
  readonly rttsMs: readonly number[];
}

export interface Snapshot extends Size {
  readonly path: string;
  /** Which of the received frames it is, counted from 0. */
  readonly place: number;
}

type CommonMessage =
  | { readonly type: 'connected'; readonly ms: number }
  | { readonly type: 'drained' }
  | { readonly type: 'failed'; readonly message: string };

export type PublisherMessage =
  | CommonMessage
  | { readonly type: 'published'; readonly ms: number }
  | { readonly type: 'sent'; readonly frames: readonly SentFrame[] }
  | { readonly type: 'ended' }
  | { readonly type: 'result'; readonly signals: SignalTotals };

export type SubscriberMessage =
  | CommonMessage
  | { readonly type: 'firstFrame'; readonly ms: number }
  | {
      readonly type: 'received';
      readonly frames: readonly ReceivedFrame[];
      readonly audio: AudioTotals;
    }
  | { readonly type: 'transport'; readonly sample: TransportSample }
  | {
      readonly type: 'result';
      readonly signals: SignalTotals;
      readonly audio: AudioTotals | undefined;
      readonly snapshot: Snapshot | undefined;
      /** Path of the WAV file. */
      readonly recording: string | undefined;
    };
