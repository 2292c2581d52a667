/** Rights of a connection, as the wire spells them. `forcemute` belongs to our extension. */
export type Permission =
  'publish' | 'subscribe' | 'signal' | 'forceunpublish' | 'forcedisconnect' | 'forcemute';

/** A member of a session (protocol §9). */
export interface ConnectionInfo {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly creationTime: number;
  /** Connection data of the token; may be empty. */
  readonly data: string;
  /** Known rights only; strings that we do not know are left out when read. */
  readonly permissions: readonly Permission[];
}

/** Where a stream's picture comes from. */
export type VideoSourceType = 'camera' | 'screen' | 'custom';
export type FitMode = 'cover' | 'contain';
/** Degrees clockwise. */
export type Orientation = 0 | 90 | 180 | 270;

export interface AudioChannel {
  readonly type: 'audio';
  /** Free text, unique in its stream. */
  readonly id: string;
  /** False while muted. */
  readonly active: boolean;
}

export interface VideoChannel {
  readonly type: 'video';
  /** Free text, unique in its stream. */
  readonly id: string;
  /** False while muted. */
  readonly active: boolean;
  /** Pixels; 0 if not known yet. */
  readonly width: number;
  /** Pixels; 0 if not known yet. */
  readonly height: number;
  readonly orientation: Orientation;
  /** Frames per second; absent if the application gave none. */
  readonly frameRate?: number;
  readonly source: VideoSourceType;
  readonly fitMode: FitMode;
  /** The router's quality warning. */
  readonly disableWarning?: boolean;
}

export type Channel = AudioChannel | VideoChannel;

/** What a publisher says of its stream. */
export interface StreamDescription {
  /** Empty if none was given. */
  readonly name: string;
  readonly audioFallbackEnabled: boolean;
  readonly channels: readonly Channel[];
  /** Bits per second. */
  readonly minBitrate?: number;
  /** Bits per second. */
  readonly maxBitrate?: number;
}

/** A stream as everybody sees it (protocol §9). */
export interface StreamInfo extends StreamDescription {
  readonly id: string;
  /** Whose stream it is. */
  readonly connectionId: string;
  /** Milliseconds since 1970. */
  readonly creationTime: number;
}

/** Changed attributes of a stream's channel, only those that changed. */
export interface ChannelChanges {
  readonly active?: boolean;
  readonly disableWarning?: boolean;
  readonly width?: number;
  readonly height?: number;
  readonly orientation?: Orientation;
  readonly frameRate?: number;
  readonly source?: VideoSourceType;
  readonly fitMode?: FitMode;
}

/** What a subscriber wants of one channel. Width, height and rate 0 mean no preference. */
export interface SubscriptionPreferences {
  readonly active?: boolean;
  /** Why it was switched, e.g. `auto`; free text. */
  readonly activeReason?: string;
  readonly restrictFrameRate?: boolean;
  readonly preferredFrameRate?: number;
  readonly preferredWidth?: number;
  readonly preferredHeight?: number;
}

export interface SubscriberChannel extends SubscriptionPreferences {
  readonly id: string;
  readonly type: 'audio' | 'video';
  readonly active: boolean;
}

export interface ArchiveInfo {
  readonly id: string;
  readonly name: string;
  /** `started`, `stopped`, …; other values are passed on. */
  readonly status: string;
}

/** State of the session-wide force mute (our extension). */
export interface MuteState {
  /** Whether streams published from now on are muted too. */
  readonly active: boolean;
  /** Ids of streams that stay unmuted. */
  readonly excluded: readonly string[];
}

/** Server for ICE. */
export interface IceServer {
  readonly urls: readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

/** Why a connection ended. */
export type ConnectionReason = 'clientDisconnected' | 'forceDisconnected' | 'networkDisconnected';

/** Why a stream ended. */
export type StreamReason = ConnectionReason | 'forceUnpublished' | 'mediaStopped';

/**
 * Fields beginning with `peer` of an offer request, description or candidate. Their meaning is not
 * public; whoever gets them in an offer request or offer echoes them in the reply.
 */
export type PeerFields = Readonly<Record<`peer${string}`, string | number | boolean>>;
