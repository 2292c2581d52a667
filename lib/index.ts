import './node/install.js';

export type { Listener } from './common/emitter.js';
export { Connection } from './client/connection.js';
export { Context } from './client/context.js';
export type { ContextOptions } from './client/context.js';
export { Devices } from './client/devices.js';
export type { DeviceChange, DeviceEvents, ScreenChange } from './client/device-events.js';
export { ErrorCode, SessionError } from './common/session-error.js';
export type { ErrorCodeName, ErrorSource, SessionErrorOptions } from './common/session-error.js';
export type { FrameIterator } from './client/subscribing/frame-iterator.js';
export { setLogger } from './common/logger.js';
export type { Logger, LogLevel, LogLine } from './common/logger.js';
export { CustomAudioSource } from './media/sources/custom-audio-source.js';
export type {
  CustomAudioSourceOptions,
  PushAudioOptions,
} from './media/sources/custom-audio-source.js';
export { CustomVideoSource } from './media/sources/custom-video-source.js';
export type { CustomVideoSourceOptions } from './media/sources/custom-video-source.js';
export type {
  AudioData,
  AudioFormat,
  ColorSpace,
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
} from './media/summarize-stats.js';
export { ScreenVideoSource } from './media/sources/screen-video-source.js';
export type { ScreenVideoSourceOptions } from './media/sources/screen-video-source.js';
export { AudioSource, VideoSource } from './media/sources/media-source.js';
export { TestPatternVideoSource } from './media/sources/test-pattern-video-source.js';
export type { TestPatternVideoSourceOptions } from './media/sources/test-pattern-video-source.js';
export { ToneAudioSource } from './media/sources/tone-audio-source.js';
export type { ToneAudioSourceOptions } from './media/sources/tone-audio-source.js';
export { VideoFrame } from './media/frames/video-frame.js';
export type { VideoFrameOptions, VideoPlane } from './media/frames/video-frame.js';
export type {
  ArchiveInfo,
  ConnectionReason,
  StreamReason,
  VideoSourceType,
} from './protocol/messages/session-objects.js';
export { NativeLoadError } from './node/binary/native-load-error.js';
export type { NativeLoadFailure } from './node/binary/native-load-error.js';
export { nativeVersions } from './node/binary/native-versions.js';
export { Publisher } from './client/publishing/publisher.js';
export type { PublisherEvents, PublisherRtcStats } from './client/publishing/publisher-events.js';
export type {
  ContentHint,
  DegradationPreference,
  PublisherOptions,
  VideoBitratePreset,
} from './client/publishing/publisher-options.js';
export { Session } from './client/session.js';
export type { SessionStats } from './client/session.js';
export type { SessionEvents } from './client/session-events.js';
export type {
  ConnectOptions,
  SendSignalOptions,
  SessionIceConfig,
  SessionIceServer,
  SessionOptions,
} from './client/session-options.js';
export type { SignalingOptions } from './signaling/signaling-config.js';
export type {
  LossCause,
  ReconnectContext,
  ReconnectPolicy,
} from './signaling/connection/reconnect-policy.js';
export type { Capabilities } from './signaling/session/session-client.js';
export type { NoPayload } from './signaling/session/session-client-events.js';
export type { SessionState, StateChange } from './signaling/session/session-state.js';
export type { Resolution } from './signaling/session/subscribe-options.js';
export { Stream } from './client/stream.js';
export { Subscriber } from './client/subscribing/subscriber.js';
export type { FramesOptions } from './client/subscribing/subscriber.js';
export type { SubscriberEvents, VideoReason } from './client/subscribing/subscriber-events.js';
export type { SubscriberOptions } from './client/subscribing/subscriber-options.js';
export type { AbortOptions } from './common/on-abort.js';
export type { ListenerHandle } from './common/typed-events.js';
