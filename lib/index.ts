export type { Listener } from './emitter.js';
export { Connection } from './connection.js';
export { Context } from './context.js';
export type { ContextOptions } from './context.js';
export { Devices } from './devices.js';
export { ErrorCode, SessionError } from './errors.js';
export type { ErrorCodeName, ErrorSource, SessionErrorOptions } from './errors.js';
export type { FrameIterator } from './frame-iterator.js';
export { setLogger } from './logger.js';
export type { Logger, LogLevel, LogLine } from './logger.js';
export { CustomAudioSource } from './media/custom-audio-source.js';
export type { CustomAudioSourceOptions } from './media/custom-audio-source.js';
export { CustomVideoSource } from './media/custom-video-source.js';
export type { CustomVideoSourceOptions } from './media/custom-video-source.js';
export type {
  AudioData,
  DeviceInfo,
  FrameBuffer,
  PixelFormat,
  ReadFormat,
  Rotation,
  ScreenInfo,
  SinkStats,
  StatsEntry,
  StatsReport,
  VideoCodec,
  VideoTrackStats,
} from './media/engine.js';
export type {
  ReceivedStats,
  ReceivedVideoStats,
  SentStats,
  SentVideoStats,
} from './media/media-stats.js';
export { ScreenVideoSource } from './media/screen-video-source.js';
export type { ScreenVideoSourceOptions } from './media/screen-video-source.js';
export { AudioSource, VideoSource } from './media/source.js';
export { TestPatternVideoSource } from './media/test-pattern-video-source.js';
export type { TestPatternVideoSourceOptions } from './media/test-pattern-video-source.js';
export { ToneAudioSource } from './media/tone-audio-source.js';
export type { ToneAudioSourceOptions } from './media/tone-audio-source.js';
export { VideoFrame } from './media/video-frame.js';
export type { VideoFrameOptions, VideoPlane } from './media/video-frame.js';
export type {
  ArchiveInfo,
  ConnectionReason,
  StreamReason,
  VideoSourceType,
} from './protocol/messages/objects.js';
export { NativeLoadError } from './native/load-error.js';
export type { NativeLoadFailure } from './native/load-error.js';
export { nativeVersions } from './native/versions.js';
export { Publisher } from './publisher.js';
export type { PublisherEvents, PublisherRtcStats } from './publisher-events.js';
export type {
  ContentHint,
  DegradationPreference,
  PublisherOptions,
  VideoBitratePreset,
} from './publisher-options.js';
export { Session } from './session.js';
export type { SessionStats } from './session.js';
export type { SessionEvents } from './session-events.js';
export type {
  ConnectOptions,
  SendSignalOptions,
  SessionIceConfig,
  SessionIceServer,
  SessionOptions,
} from './session-options.js';
export type { SignalingOptions } from './signaling/config.js';
export type { LossCause, ReconnectContext, ReconnectPolicy } from './signaling/reconnect-policy.js';
export type { Capabilities } from './signaling/session-client.js';
export type { NoPayload } from './signaling/session-events.js';
export type { SessionState, StateChange } from './signaling/session-state.js';
export type { Resolution } from './signaling/subscribe-options.js';
export { Stream } from './stream.js';
export { Subscriber } from './subscriber.js';
export type { FramesOptions } from './subscriber.js';
export type { SubscriberEvents, VideoReason } from './subscriber-events.js';
export type { SubscriberOptions } from './subscriber-options.js';
export type { EventSubscription, SubscribeOptions } from './typed-events.js';
