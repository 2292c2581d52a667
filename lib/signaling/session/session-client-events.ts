import type { SessionError } from '../../common/session-error.js';
import type {
  ArchiveInfo,
  ConnectionInfo,
  ConnectionReason,
  StreamReason,
} from '../../protocol/messages/session-objects.js';
import type { StateChange } from './session-state.js';
import type { SessionStream } from './session-stream.js';

/** An event that has nothing to say but its name. */
export type NoPayload = Readonly<Record<string, never>>;

/**
 * What happens in a session, in wire order.
 *
 * For each other member: `connectionCreated` before its `streamReceived`s and signals, `streamDropped` of all its
 * streams before `connectionDropped`. Leaving drops everything silently: `disconnected` is the only event then.
 */
export interface SessionModelEvents {
  /** Never for the own connection. */
  connectionCreated: { readonly connection: ConnectionInfo };
  connectionDropped: { readonly connection: ConnectionInfo; readonly reason: ConnectionReason };
  /** Never for an own stream. */
  streamReceived: { readonly stream: SessionStream };
  streamDropped: { readonly stream: SessionStream; readonly reason: StreamReason };
  /** These three: streams of others only, and only if the value is another than before. */
  streamHasAudioChanged: { readonly stream: SessionStream; readonly hasAudio: boolean };
  streamHasVideoChanged: { readonly stream: SessionStream; readonly hasVideo: boolean };
  streamDimensionsChanged: {
    readonly stream: SessionStream;
    readonly width: number;
    readonly height: number;
  };
  /** `connection` is the sender, who may be oneself; undefined for a signal of the REST API. */
  signal: {
    readonly type: string;
    readonly data: string;
    readonly connection: ConnectionInfo | undefined;
  };
  archiveStarted: { readonly archive: ArchiveInfo };
  archiveStopped: { readonly archive: ArchiveInfo };
  /** A moderator muted the session (`active`) or ended that; it was muted before one joined. Muted publications get their own event. */
  muteForced: { readonly active: boolean };
}

/** Raises an event of the model. */
export type EmitModelEvent = <Name extends keyof SessionModelEvents>(
  name: Name,
  payload: SessionClientEvents[Name],
) => void;

export interface SessionClientEvents extends SessionModelEvents {
  /** Followed by `connectionCreated` for everybody present, then `streamReceived` for every stream. */
  connected: { readonly connection: ConnectionInfo };
  /**
   * Exactly once per `connected`, after every publication and subscription has ended. `error` says why an involuntary
   * loss happened; it is undefined after `disconnect()`.
   */
  disconnected: { readonly reason: ConnectionReason; readonly error: SessionError | undefined };
  /** The messaging connection was lost. Ends in `reconnectionSuccess` or `disconnected`. */
  reconnectionStart: NoPayload;
  reconnectionSuccess: NoPayload;
  stateChanged: StateChange;
}
