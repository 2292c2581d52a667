import type { SessionError } from '../../common/session-error.js';
import type { EventNames } from '../../common/typed-events.js';
import type { StatsReport } from '../../media/engine.js';
import type { SentStats, SentVideoStats } from '../../media/summarize-stats.js';
import type { StreamReason } from '../../protocol/messages/session-objects.js';
import type { NoPayload } from '../../signaling/session/session-client-events.js';
import type { Stream } from '../stream.js';

export interface PublisherEvents {
  /** The session has announced the stream; once per publishing. */
  streamCreated: { readonly stream: Stream };
  /** The stream is over; once per `streamCreated`. The publisher can be published again. */
  streamDestroyed: { readonly stream: Stream; readonly reason: StreamReason };
  /** A moderator muted the stream: `publishAudio` is false now. It may be set to true again. */
  muteForced: NoPayload;
  /** Loudness of what is sent, 0–1, ten times a second while somebody receives. */
  audioLevel: { readonly level: number };
  /** Once a second, one entry per receiver. */
  audioStats: { readonly stats: readonly SentStats[] };
  /** Once a second, one entry per receiver. */
  videoStats: { readonly stats: readonly SentVideoStats[] };
  /**
   * Publishing failed, or stopped for good; `streamDestroyed` follows if the stream had been created. 3000 is another
   * matter: the video source gives no more frames, and the stream goes on without.
   */
  error: SessionError;
}

export const publisherEventNames: EventNames<PublisherEvents> = {
  streamCreated: true,
  streamDestroyed: true,
  muteForced: true,
  audioLevel: true,
  audioStats: true,
  videoStats: true,
  error: true,
};

/** Statistics of one of the peer connections a stream is sent over. */
export interface PublisherRtcStats {
  /** Connection id of the subscriber, or the media router's address. */
  readonly connectionId: string;
  readonly report: StatsReport;
}
