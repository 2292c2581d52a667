/**
 * Everything that `webrtc-session.node` exports, and the one place where it is declared; a test compares this file with
 * the binary. It is the package's own interface to its native half: users find the same things, shaped for them, in
 * `webrtc-session` itself.
 *
 * What holds for all of it:
 * - Arguments are checked before anything happens. A wrong type throws `TypeError`, a value out of range `RangeError`, a
 *   closed object `Error`; the message starts with the field. An operation that fails later rejects with an `Error`
 *   whose message starts with the operation's name.
 * - Nothing blocks, and nothing is called back from within a call. Callbacks come one at a time, on the thread that made
 *   the object, in the order things happened, and never after `close()`.
 * - An exception in a callback is an `uncaughtException`; the others are still called.
 * - What has a `close()` works until it is called: dropping the last reference ends nothing, except that of a `Frame`.
 *   `close()` is idempotent and may come in any order and from within a callback.
 */

// Plain data, which every media engine takes and gives, are declared there once.
import type {
  AudioData,
  AudioFormat,
  ColorSpace,
  DeviceInfo,
  FrameBuffer,
  IceCandidate,
  IceConnectionState,
  MicrophoneOptions,
  PcmOptions,
  PeerConnectionConfig,
  PeerConnectionState,
  ReadFormat,
  Rotation,
  ScreenInfo,
  ScreenOptions,
  SendOptions,
  SendParameters,
  SessionDescription,
  SinkStats,
  StatsEntry,
  TestPatternOptions,
  ToneOptions,
  TrackKind,
  VideoTrackOptions,
  VideoTrackStats,
} from '#media-engine';

export type LogLevel = 'verbose' | 'info' | 'warning' | 'error';

export interface EngineOptions {
  /**
   * `'virtual'`: audio is pushed into tracks and read by sinks; no audio device is touched. `'platform'`: microphone
   * tracks record from one, and what is received is played to a loudspeaker as well. `Error` where the build has no audio
   * devices (Linux). Default `'virtual'`.
   */
  readonly audio?: 'virtual' | 'platform';
  /** Receivers show frames as soon as they are decoded instead of smoothing over jitter. Default false. */
  readonly lowLatency?: boolean;
}

/**
 * A share of an engine: libwebrtc's threads and factory. Engines with the same options share them, across worker threads
 * too; the last one to close ends the threads, which it does not wait for.
 */
export class Engine {
  constructor(options?: EngineOptions);
  /**
   * Records from another microphone, at once if one is in use, for everybody who shares the engine. `id` is one of
   * {@link listMicrophones}. Needs audio `'platform'`.
   */
  setMicrophone(id: string): Promise<void>;
  /** The same for playing; `id` is one of {@link listSpeakers}. */
  setSpeaker(id: string): Promise<void>;
  /** Closes everything made with this object first, newest first. */
  close(): void;
}

/** What a connection reports, and with what payload. */
export interface PeerConnectionEvents {
  candidate: IceCandidate;
  connectionState: PeerConnectionState;
  iceConnectionState: IceConnectionState;
  /** Once per remote track, before the promise of the remote description that announces it is settled. */
  track: RemoteTrack;
  /** The id of a track that the peer does not send any more. If it sends it again, there is a new `track`. */
  trackEnded: string;
}

export type PeerConnectionListener = <Name extends keyof PeerConnectionEvents>(
  name: Name,
  payload: PeerConnectionEvents[Name],
) => void;

/** A track of this binding. It is known by its native half: anything else of this shape is a `TypeError`. */
export interface Track {
  readonly kind: TrackKind;
  readonly id: string;
}

/** While open it keeps the event loop alive, like a socket. */
export class PeerConnection {
  constructor(engine: Engine, config: PeerConnectionConfig, onEvent: PeerConnectionListener);
  /** Adds a local track of the same engine, send-only. A failure is that of the sender's first operation. */
  addTrack(track: Track, options?: SendOptions): TrackSender;
  createOffer(options?: { readonly iceRestart?: boolean }): Promise<SessionDescription>;
  createAnswer(): Promise<SessionDescription>;
  setLocalDescription(description: SessionDescription): Promise<void>;
  /**
   * Values out of their range are clamped or left out, and so are candidates that `addIceCandidate` does not take. `RangeError`
   * for `a=setup:holdconn`, and for more than 32 sections, 32 streams in a section, 16 SSRCs in a stream or 8 layers of simulcast.
   */
  setRemoteDescription(description: SessionDescription): Promise<void>;
  /**
   * `RangeError` for a candidate with the name of a host, and for more than 64 in one ICE generation, those in descriptions
   * included. One with an mDNS name (`.local`) is ignored.
   */
  addIceCandidate(candidate: IceCandidate): Promise<void>;
  getStats(): Promise<StatsEntry[]>;
  /** Pending operations reject. */
  close(): void;
}

/** The sending of one track over one connection. It ends with the connection. */
export class TrackSender {
  private constructor();
  /** A local track of the same kind and engine, or null to send nothing. */
  replaceTrack(track: Track | null): Promise<void>;
  /** Changes what is given and keeps the rest. */
  setParameters(parameters: SendParameters): Promise<void>;
}

/** It ends with its connection. */
export class RemoteTrack {
  private constructor();
  readonly kind: TrackKind;
  readonly id: string;
  /** Playout volume, 0–100; `TypeError` on a video track. Sinks get the samples as they were sent. */
  setVolume(volume: number): void;
}

/** A video track whose frames come from `push`. */
export class PushedVideoTrack {
  constructor(engine: Engine, options?: VideoTrackOptions);
  readonly kind: 'video';
  readonly id: string;
  /** A disabled track sends black frames. */
  enabled: boolean;
  /**
   * True if the frame was taken, false if nobody wants one now (which is found out before anything is converted) or the
   * track is closed. A {@link Frame} is sent with the time of this call.
   */
  push(frame: Frame | FrameBuffer): boolean;
  stats(): VideoTrackStats;
  close(): void;
}

/**
 * A video track that draws moving video. The top of a frame is a stamp of 32 by 4 square cells across the whole
 * width, white for a 1 and black for a 0, most significant bit to the left: the number of the frame from 0; the high and
 * the low half of the time of drawing, in microseconds since the Unix epoch; the exclusive or of these and 0x5A5A5A5A.
 * Frames narrower than 64 pixels, or not as high as the stamp, carry none.
 */
export class TestPatternTrack {
  constructor(engine: Engine, options: TestPatternOptions);
  readonly kind: 'video';
  readonly id: string;
  enabled: boolean;
  stats(): VideoTrackStats;
  close(): void;
}

/** What becomes of a capture, and with what payload. */
export interface ScreenEvents {
  /** With the first frame, and whenever the screen has another size. Pixels. */
  resized: { readonly width: number; readonly height: number };
  /** No more frames will come; says why. The track shows its last one until it is closed. */
  ended: string;
}

export type ScreenListener = <Name extends keyof ScreenEvents>(
  name: Name,
  payload: ScreenEvents[Name],
) => void;

/**
 * A video track that shows a screen, taken by a thread of its own: X11 on Linux, DXGI or GDI on Windows. For a screen that
 * is not there `ended` comes.
 */
export class ScreenTrack {
  constructor(engine: Engine, options: ScreenOptions, onEvent: ScreenListener);
  readonly kind: 'video';
  readonly id: string;
  /** A disabled track sends black frames. */
  enabled: boolean;
  stats(): VideoTrackStats;
  /** Waits for the frame that is being taken: some milliseconds, 250 at most. */
  close(): void;
}

/**
 * An audio track that sends what the engine's microphone records; silence where there is none. The engine is one with
 * audio `'platform'`: libwebrtc does not mix a microphone with pushed audio, so that pushed audio tracks and tone tracks
 * are a `TypeError` on such an engine, as this one is on any other.
 */
export class MicrophoneTrack {
  constructor(engine: Engine, options?: MicrophoneOptions);
  readonly kind: 'audio';
  readonly id: string;
  /** A disabled track sends silence. */
  enabled: boolean;
  close(): void;
}

/** An audio track whose samples come from `push`. It sends silence while it has none. */
export class PushedAudioTrack {
  constructor(engine: Engine, options: PcmOptions);
  readonly kind: 'audio';
  readonly id: string;
  /** A disabled track sends silence. */
  enabled: boolean;
  /**
   * Queues interleaved samples, any number of whole frames, to be sent at their pace. Returns how many frames were taken:
   * fewer than given once `maxQueuedMs` wait, none when the track is closed.
   */
  push(samples: Int16Array): number;
  /** Drops what waits; what is being heard fades out within 5 ms. */
  clear(): void;
  /** Frames that wait. */
  readonly queued: number;
  close(): void;
}

/**
 * What is inside a {@link PushedAudioTrack}, without a clock: PCM of any rate and in pieces of any length goes in, 10 ms at
 * 48 kHz come out. For mixing, and to be tested faster than time passes.
 */
export class PcmQueue {
  constructor(options: PcmOptions);
  /** As {@link PushedAudioTrack.push}. */
  push(samples: Int16Array): number;
  /** The next 480 frames; silence where there is nothing. */
  take(): Int16Array;
  clear(): void;
  readonly queued: number;
}

/** An audio track that plays a sine wave. */
export class ToneTrack {
  constructor(engine: Engine, options: ToneOptions);
  readonly kind: 'audio';
  readonly id: string;
  enabled: boolean;
  close(): void;
}

/** A video frame that the engine holds, until it is closed. */
export class Frame {
  private constructor();
  /** Copies a frame; `Error` if an MJPEG frame cannot be decoded. */
  static fromBuffer(buffer: FrameBuffer): Frame;
  /** Pixels, before rotation. */
  readonly width: number;
  readonly height: number;
  readonly rotation: Rotation;
  /** Microseconds on a monotonic clock of the machine. Each frame of a sink has a later one than that before it. */
  readonly timestampUs: number;
  /** As the sender says; BT.601, limited range, if it says nothing. */
  readonly colorSpace: ColorSpace;
  readonly closed: boolean;
  byteLength(format: ReadFormat): number;
  /** Converts into `target`, rows without padding, and returns the bytes written. RGB is made by the colour space. */
  copyTo(target: Uint8Array, format: ReadFormat): number;
  /** A copy, to be closed on its own. */
  clone(): Frame;
  close(): void;
}

/**
 * The frames of a track. At most 4 wait for the listener; those it has kept are not counted. A frame is closed when the listener returns; to keep it,
 * clone it.
 */
export class VideoSink {
  /** The track is a video track, local or remote. */
  constructor(track: Track, onFrame: (frame: Frame) => void);
  stats(): SinkStats;
  close(): void;
}

/** The decoded audio of a remote track. At most half a second, or four pieces, wait for the listener. */
export class AudioSink {
  /** The track is a remote audio track. */
  constructor(track: Track, onData: (data: AudioData) => void, format?: AudioFormat);
  stats(): SinkStats;
  close(): void;
}

/** The cameras of the machine (DirectShow, Video4Linux); empty if there is none. */
export function listCameras(): Promise<DeviceInfo[]>;

/** The microphones that an engine with audio `'platform'` can use. The list may be empty. */
export function listMicrophones(): Promise<DeviceInfo[]>;

/** The loudspeakers that an engine with audio `'platform'` can use. The list may be empty. */
export function listSpeakers(): Promise<DeviceInfo[]>;

/** The screens that can be captured; empty where there is no window system. Rejects if it does not answer within two seconds. */
export function listScreens(): Promise<ScreenInfo[]>;

/**
 * Lines that libwebrtc logs at a level and above. One handler per environment; null stops it. Off by default. At most 1,000
 * wait for the handler; a warning tells how many were dropped.
 */
export function setLogger(
  level: LogLevel,
  handler: ((level: LogLevel, line: string) => void) | null,
): void;

/**
 * Closes everything of this environment. The loader calls it when the process exits, because Node does not end addons
 * before `exit()` runs the exit handlers of the libraries. Nothing can be made afterwards.
 */
export function shutdown(): void;

/** How many objects of this environment are open: what a leak would show in. */
export function liveObjects(): number;

/**
 * What is linked into the binary, by the names of Debian's source packages and of npm packages; `THIRD_PARTY_NOTICES` has
 * the licences. Shared libraries that the system provides are not among it.
 */
export const versions: {
  /** The libwebrtc release, such as `'M150 (2026-06-01)'`. */
  readonly libwebrtc: string;
  /** For example `chromium: '150.0.7871.100-1~deb12u1'`: the revision tells which security fixes are in. */
  readonly [component: string]: string;
};
