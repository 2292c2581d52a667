import type { Connection } from './connection.js';
import type { SessionError } from '../common/session-error.js';
import type { EventNames } from '../common/typed-events.js';
import type {
  ArchiveInfo,
  ConnectionReason,
  StreamReason,
} from '../protocol/messages/session-objects.js';
import type { NoPayload } from '../signaling/session/session-client-events.js';
import type { StateChange } from '../signaling/session/session-state.js';
import type { Stream } from './stream.js';

/** What a session raises, in the order things happened in the session. */
export interface SessionEvents {
  /**
   * The session is joined. Followed by `connectionCreated` for everybody present, then `streamReceived` for every
   * stream.
   */
  connected: { readonly connection: Connection };
  /**
   * Left: exactly once per `connected`, after publishers and subscribers have ended. An involuntary loss raises
   * `error` immediately before. Not raised when connecting failed, nor after `dispose()`.
   */
  disconnected: { readonly reason: ConnectionReason };
  /** An operation failed, or the session was lost. Failures of publishers and subscribers are raised there. */
  error: SessionError;
  /** The connection is lost and will be resumed. Ends in `reconnectionSuccess` or `disconnected`. */
  reconnectionStart: NoPayload;
  reconnectionSuccess: NoPayload;
  /** Another client joined, or was there when we did. Before anything else from it. */
  connectionCreated: { readonly connection: Connection };
  /** Another client left; its streams were dropped before. Not raised when we leave. */
  connectionDropped: { readonly connection: Connection; readonly reason: ConnectionReason };
  /** Another client's stream. */
  streamReceived: { readonly stream: Stream };
  streamDropped: { readonly stream: Stream; readonly reason: StreamReason };
  /** Another client muted or unmuted. */
  streamHasAudioChanged: { readonly stream: Stream; readonly hasAudio: boolean };
  streamHasVideoChanged: { readonly stream: Stream; readonly hasVideo: boolean };
  /** Pixels. */
  streamDimensionsChanged: {
    readonly stream: Stream;
    readonly width: number;
    readonly height: number;
  };
  /** `connection` is the sender, who may be this client; undefined for a signal of the REST API. */
  signal: {
    readonly type: string;
    readonly data: string;
    readonly connection: Connection | undefined;
  };
  archiveStarted: { readonly archive: ArchiveInfo };
  archiveStopped: { readonly archive: ArchiveInfo };
  /**
   * A moderator muted the session (`active`), or ended that. Each muted publisher has its own event. A client that joins
   * a muted session gets it after the streams that are there.
   */
  muteForced: { readonly active: boolean };
  stateChanged: StateChange;
}

export const sessionEventNames: EventNames<SessionEvents> = {
  connected: true,
  disconnected: true,
  error: true,
  reconnectionStart: true,
  reconnectionSuccess: true,
  connectionCreated: true,
  connectionDropped: true,
  streamReceived: true,
  streamDropped: true,
  streamHasAudioChanged: true,
  streamHasVideoChanged: true,
  streamDimensionsChanged: true,
  signal: true,
  archiveStarted: true,
  archiveStopped: true,
  muteForced: true,
  stateChanged: true,
};
