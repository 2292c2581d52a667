/**
 * What the session logic needs of a media engine. There are three: the native addon (`lib/node/binary`), a browser's
 * `RTCPeerConnection` (`lib/browser`), and a fake for fast tests. Signalling uses only {@link PeerConnectionEngine}.
 *
 * Errors: a wrong argument throws `TypeError` or `RangeError` at once; a failed asynchronous operation rejects with an
 * `Error` whose message names the operation. Nothing is called back after `close()`.
 */

export type TrackKind = 'audio' | 'video';

/** Lower-case codec names, as in the media type of RFC 4855 without `video/`. */
export type VideoCodec = 'vp8' | 'vp9' | 'h264' | 'av1';

export interface SessionDescription {
  readonly type: 'offer' | 'pranswer' | 'answer';
  /** At most 1 MiB. */
  readonly sdp: string;
}

/** W3C `RTCIceCandidateInit`; `candidate` is the whole `candidate:…` line. */
export interface IceCandidate {
  readonly candidate: string;
  /** One of these two is needed. */
  readonly sdpMid: string | null;
  readonly sdpMLineIndex: number | null;
}

export interface IceServer {
  /** `stun:`, `turn:` or `turns:` URLs (RFC 7064, RFC 7065), at most 16. */
  readonly urls: readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

export interface PeerConnectionConfig {
  /** At most 64. A URL that the engine does not accept makes every operation of the connection reject. */
  readonly iceServers: readonly IceServer[];
  /** `'relay'` uses TURN candidates only. */
  readonly iceTransportPolicy: 'all' | 'relay';
  /**
   * `'loopback'` gathers candidates on the loopback interface only, `'all'` on every interface but loopback, as
   * browsers do. An engine without the choice (a browser) ignores it.
   */
  readonly networks: 'all' | 'loopback';
}

export type PeerConnectionState =
  'new' | 'connecting' | 'connected' | 'disconnected' | 'failed' | 'closed';

export type IceConnectionState =
  'new' | 'checking' | 'connected' | 'completed' | 'disconnected' | 'failed' | 'closed';

/** Called in the order things happened; never during a call into the connection, never after its `close()`. */
export interface PeerConnectionObserver {
  candidate(candidate: IceCandidate): void;
  connectionState(state: PeerConnectionState): void;
  iceConnectionState(state: IceConnectionState): void;
  /** A remote track, as soon as the remote description that announces it is set. */
  track(track: RemoteTrack): void;
  /** The other side does not send that track any more. If it sends it again, it comes again as a new one. */
  trackEnded?(track: RemoteTrack): void;
}

/** How a track is sent. Everything is optional: the engine's default stands for what is missing. */
export interface SendOptions {
  /** Order of preference; codecs that are not named are offered after these. Video only. */
  readonly codecs?: readonly VideoCodec[];
  /** Bits per second, 5 000–100 000 000. */
  readonly maxBitrate?: number;
  /** Video only. */
  readonly degradationPreference?: 'balanced' | 'maintain-framerate' | 'maintain-resolution';
}

/** What can be changed while a track is sent. */
export interface SendParameters {
  /** False: nothing is sent. */
  readonly active?: boolean;
  /** Bits per second, 5 000–100 000 000. */
  readonly maxBitrate?: number;
  /** Width and height are divided by it, 1–1 024; 1 sends the size of the source. Video only, as the next one. */
  readonly scaleResolutionDownBy?: number;
  /** Frames per second, 1–60; 60 is the default. */
  readonly maxFramerate?: number;
}

/** The sending of one track over one connection. */
export interface TrackSender {
  /** Switches to another track of the same kind without renegotiation; `null` sends nothing. */
  replaceTrack(track: LocalTrack | null): Promise<void>;
  /** Changes what is given and keeps the rest. */
  setParameters(parameters: SendParameters): Promise<void>;
}

/** One entry of a stats report, W3C `RTCStats`: named, with units, as in webrtc-stats. */
export interface StatsEntry {
  readonly id: string;
  readonly type: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly [member: string]: unknown;
}

/** Entries by id, W3C `RTCStatsReport`. */
export type StatsReport = ReadonlyMap<string, StatsEntry>;

export interface PeerConnection {
  /** Adds a send-only track; to be called before the offer or answer that announces it. */
  addTrack(track: LocalTrack, options?: SendOptions): TrackSender;
  createOffer(options?: { iceRestart?: boolean }): Promise<SessionDescription>;
  createAnswer(): Promise<SessionDescription>;
  setLocalDescription(description: SessionDescription): Promise<void>;
  /** An offer received while an own one is pending rolls that back first (W3C webrtc §4.4.1.5). */
  setRemoteDescription(description: SessionDescription): Promise<void>;
  /** Rejects when no remote description is set: queueing is the caller's. */
  addIceCandidate(candidate: IceCandidate): Promise<void>;
  getStats(): Promise<StatsReport>;
  /** Idempotent. Pending operations reject. */
  close(): void;
}

export interface LocalTrack {
  readonly kind: TrackKind;
  readonly id: string;
  /** A disabled track sends black frames or silence. */
  enabled: boolean;
  /** Idempotent. Senders that still use the track send nothing. */
  close(): void;
}

export interface RemoteTrack {
  readonly kind: TrackKind;
  readonly id: string;
}

/** Byte order in memory is the order of the letters. YUV is BT.601, limited range, unless a {@link ColorSpace} says otherwise. */
export type PixelFormat =
  'i420' | 'nv12' | 'yuy2' | 'uyvy' | 'rgba' | 'bgra' | 'argb' | 'rgb24' | 'mjpeg';

/** Formats a frame can be read as. */
export type ReadFormat = 'i420' | 'nv12' | 'rgba' | 'bgra' | 'argb' | 'rgb24';

/** Clockwise degrees by which the frame is to be turned before it is shown. */
export type Rotation = 0 | 90 | 180 | 270;

/** How the YUV of a frame is meant, ITU-R BT.601, BT.709 or BT.2020 (its non-constant luminance). */
export interface ColorSpace {
  readonly matrix: 'bt601' | 'bt709' | 'bt2020';
  /** Luma from 0 to 255 rather than from 16 to 235. */
  readonly fullRange: boolean;
}

/** A video frame in the caller's memory. It is copied or converted during the call that takes it. */
export interface FrameBuffer {
  readonly format: PixelFormat;
  /** Pixels, 1–16384. */
  readonly width: number;
  readonly height: number;
  /** Planes one after the other. A view on a SharedArrayBuffer works too. */
  readonly data: Uint8Array;
  /** Bytes per row, one entry per plane, at most 2^20. Default: no padding. */
  readonly strides?: readonly number[];
  /** Capture time in microseconds on any monotonic clock; default: now. */
  readonly timestampUs?: number;
  readonly rotation?: Rotation;
  /**
   * Of YUV formats; receivers are told. Default: BT.601, limited range, which RGB is converted to. MJPEG is BT.601, full
   * range.
   */
  readonly colorSpace?: ColorSpace;
}

/** A video frame held by the engine, whose decoders have few: it has to be closed. */
export interface FrameHandle {
  /** Pixels, before rotation. */
  readonly width: number;
  readonly height: number;
  readonly rotation: Rotation;
  readonly timestampUs: number;
  /** As the sender says; BT.601, limited range, if it says nothing. */
  readonly colorSpace: ColorSpace;
  readonly closed: boolean;
  /** Bytes that {@link copyTo} writes for a format, rows without padding. */
  byteLength(format: ReadFormat): number;
  /**
   * Converts into the caller's memory (RGB by the frame's colour space, YUV stays in it; a view on a SharedArrayBuffer works too) and returns the
   * bytes written. `RangeError` if the target is too small; `Error` on a closed frame.
   */
  copyTo(target: Uint8Array, format: ReadFormat): number;
  /** A second handle, to be closed on its own. It keeps nothing of the decoder's: the pixels are copied. */
  clone(): FrameHandle;
  /** Idempotent. */
  close(): void;
}

/**
 * A frame of an engine's made of the caller's pixels, which are copied: to be read in other formats, or pushed more than
 * once. Works without an engine that runs.
 */
export type FrameFactory = (buffer: FrameBuffer) => FrameHandle;

/** 16-bit PCM, interleaved. */
export interface AudioData {
  readonly samples: Int16Array;
  /** Hertz. */
  readonly sampleRate: number;
  readonly channels: number;
  /** Samples per channel. */
  readonly frames: number;
  /** When the first sample is due to be heard, microseconds on the clock of a video frame's `timestampUs`. */
  readonly timestampUs: number;
}

/** What a sink is to deliver. */
export interface AudioFormat {
  /** Hertz, an integer from 8 000 to 96 000. Default 48000. */
  readonly sampleRate?: number;
  /** Default: as it is sent. */
  readonly channels?: 1 | 2;
  /** Milliseconds per piece, an integer from 1 to 1 000 that is a whole number of samples. Default 10. */
  readonly durationMs?: number;
}

export interface VideoTrackStats {
  /** Frames taken. */
  readonly frames: number;
  /** Frames not taken because nobody wanted them (no receiver, or the encoder asked for fewer). */
  readonly dropped: number;
}

export interface PushedVideoTrack extends LocalTrack {
  readonly kind: 'video';
  /** True if the frame was taken, false if it was dropped. The frame stays the caller's to close. */
  push(frame: FrameHandle | FrameBuffer): boolean;
  stats(): VideoTrackStats;
}

export interface PushedAudioTrack extends LocalTrack {
  readonly kind: 'audio';
  /**
   * Queues samples (any number of whole frames); they are sent at their pace. Returns how many frames per channel were
   * taken: fewer than given when the queue (`maxQueuedMs`) is full.
   */
  push(samples: Int16Array): number;
  /** Drops what waits; what is being heard fades out within 5 ms. */
  clear(): void;
  /** Frames per channel waiting to be sent. */
  readonly queued: number;
}

export interface VideoTrackOptions {
  /** Screen content: prefers resolution over frame rate. Default false. */
  readonly screencast?: boolean;
  /** Default `'none'`. */
  readonly contentHint?: 'none' | 'motion' | 'detail' | 'text';
}

export interface TestPatternOptions extends VideoTrackOptions {
  /** Pixels, 1–16384. */
  readonly width: number;
  readonly height: number;
  /** Frames per second, 1–120. */
  readonly fps: number;
}

export interface ScreenOptions extends VideoTrackOptions {
  /** Of {@link MediaEngine.listScreens}. */
  readonly screenId: string;
  /** Frames per second, 1–120; fewer where the system is slower. */
  readonly fps: number;
  /** Whether the mouse pointer is in the video. Default true. */
  readonly cursor?: boolean;
}

/** What a track that captures by itself reports. Never called during the call that makes it, nor after its `close()`. */
export interface CaptureObserver {
  /** The first frame is there, or one of another size. Pixels. */
  resized(width: number, height: number): void;
  /** No more frames will come. */
  ended(reason: string): void;
}

/** What is done to the recording of a microphone. */
export interface MicrophoneOptions {
  /** Takes what the loudspeakers play out of the recording. Default true. */
  readonly echoCancellation?: boolean;
  /** Default true. */
  readonly noiseSuppression?: boolean;
  /** Default true. */
  readonly autoGainControl?: boolean;
}

export interface DeviceInfo {
  /** Stays the same while the device is there. */
  readonly id: string;
  /** For people. */
  readonly name: string;
}

export interface ScreenInfo extends DeviceInfo {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

export interface PcmFormat {
  /** Hertz, an integer from 8 000 to 96 000. */
  readonly sampleRate: number;
  readonly channels: 1 | 2;
}

export interface PcmOptions extends PcmFormat {
  /** Milliseconds that may wait to be sent, 20–10 000. Default 1000. */
  readonly maxQueuedMs?: number;
  /**
   * Milliseconds that are to wait on average, 20 to half of `maxQueuedMs`: for a producer with a clock of its own. What it is
   * faster or slower is made good by playing up to 0.5 % faster or slower, and beyond that by leaving out or repeating 10 ms
   * where it is heard least. Default: none; everything is sent as it is.
   */
  readonly targetQueuedMs?: number;
}

export interface ToneOptions extends PcmFormat {
  /** Hertz, from 1 to half of the sample rate. */
  readonly frequency: number;
  /** 0–1 of full scale. */
  readonly amplitude: number;
}

export interface SinkStats {
  readonly delivered: number;
  /** Dropped because the listener was slower than the stream: the newest win. */
  readonly dropped: number;
}

export interface MediaSink {
  stats(): SinkStats;
  /** Idempotent; nothing is delivered afterwards. */
  close(): void;
}

/** The part of an engine that signalling uses. */
export interface PeerConnectionEngine {
  createPeerConnection(
    config: PeerConnectionConfig,
    observer: PeerConnectionObserver,
  ): PeerConnection;
}

export interface MediaEngine extends PeerConnectionEngine {
  createVideoTrack(options?: VideoTrackOptions): PushedVideoTrack;
  /** Moving video with a counter stamped in luma, for demos and tests. */
  createTestPatternTrack(options: TestPatternOptions): LocalTrack;
  createAudioTrack(options: PcmOptions): PushedAudioTrack;
  createToneTrack(options: ToneOptions): LocalTrack;
  /** A screen. The observer hears of one that is not there. */
  createScreenTrack(options: ScreenOptions, observer: CaptureObserver): LocalTrack;
  /** The microphone. An engine has either one or tracks whose audio is made: the other is a `TypeError`. */
  createMicrophoneTrack(options: MicrophoneOptions): LocalTrack;
  listCameras(): Promise<readonly DeviceInfo[]>;
  listMicrophones(): Promise<readonly DeviceInfo[]>;
  listSpeakers(): Promise<readonly DeviceInfo[]>;
  listScreens(): Promise<readonly ScreenInfo[]>;
  /** Records from, or plays to, another device, at once if one is in use. Rejects if it is not there. */
  setMicrophone(id: string): Promise<void>;
  setSpeaker(id: string): Promise<void>;
  /**
   * Frames of a track, in order. The handle is the listener's; one that is not closed when the listener returns and was
   * not cloned is closed by the engine.
   */
  openVideoSink(track: RemoteTrack | LocalTrack, onFrame: (frame: FrameHandle) => void): MediaSink;
  /** Decoded audio of a track, without gaps while the engine runs. */
  openAudioSink(
    track: RemoteTrack,
    onData: (data: AudioData) => void,
    format?: AudioFormat,
  ): MediaSink;
  /** Playout volume of a remote audio track, 0–100; 100 leaves it as it is. */
  setVolume(track: RemoteTrack, volume: number): void;
  /** Closes everything made by the engine, newest first. Idempotent. */
  close(): void;
}
