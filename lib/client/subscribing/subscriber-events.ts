import type { SessionError } from '../../common/session-error.js';
import type { EventNames } from '../../common/typed-events.js';
import type { AudioData } from '../../media/engine.js';
import type { ReceivedStats, ReceivedVideoStats } from '../../media/summarize-stats.js';
import type { VideoFrame } from '../../media/frames/video-frame.js';
import type { NoPayload } from '../../signaling/session/session-client-events.js';
import type { Stream } from '../stream.js';

/**
 * Why there is no video: the publisher muted it, the subscriber does not want it, or the media router switched it off
 * for want of bandwidth.
 */
export type VideoReason = 'publishVideo' | 'subscribeToVideo' | 'quality';

export interface SubscriberEvents {
  /** Media flows for the first time; once per `subscribe`. */
  connected: { readonly stream: Stream };
  /**
   * Media stopped flowing. Followed by `streamReconnected`, the session's `streamDropped`, or `error` 1606 if neither comes
   * in time; by nothing if one unsubscribes or leaves meanwhile.
   */
  streamDisconnected: { readonly stream: Stream };
  streamReconnected: { readonly stream: Stream };
  /**
   * A video frame, closed when the listener returns unless it is retained. Frames come in order, the newest win. A loop
   * needs `frames()` instead of `events('frame')`: it gets frames that are still open.
   */
  frame: VideoFrame;
  /** A piece of audio, 16-bit PCM: 10 ms at 48 kHz, unless the option `audioFormat` asks for something else. */
  audioData: AudioData;
  /** Loudness of what is received, 0–1, ten times a second. */
  audioLevel: { readonly level: number };
  /** One for each reason; there is video when every reason has ended. */
  videoDisabled: { readonly reason: VideoReason };
  videoEnabled: { readonly reason: VideoReason };
  /** The media router will soon switch the video off for want of bandwidth. */
  videoDisableWarning: NoPayload;
  videoDisableWarningLifted: NoPayload;
  /** Once a second. */
  audioStats: ReceivedStats;
  /** Once a second. */
  videoStats: ReceivedVideoStats;
  /** Subscribing failed, or receiving stopped for good. */
  error: SessionError;
}

export const subscriberEventNames: EventNames<SubscriberEvents> = {
  connected: true,
  streamDisconnected: true,
  streamReconnected: true,
  frame: true,
  audioData: true,
  audioLevel: true,
  videoDisabled: true,
  videoEnabled: true,
  videoDisableWarning: true,
  videoDisableWarningLifted: true,
  audioStats: true,
  videoStats: true,
  error: true,
};
