import type { TrackKind } from '../../media/engine.js';
import type { AudioSource, VideoSource } from '../../media/sources/media-source.js';
import type { Channel, StreamDescription } from '../../protocol/messages/session-objects.js';
import type { CheckedPublisherOptions } from './publisher-options.js';

export interface LocalSources {
  readonly video: VideoSource | undefined;
  readonly audio: AudioSource | undefined;
}

/** What the others learn of a stream: one channel for each source. */
export function describeStream(
  options: CheckedPublisherOptions,
  { video, audio }: LocalSources,
  /** What is not muted. */
  active: Readonly<Record<TrackKind, boolean>>,
): StreamDescription {
  const channels: Channel[] = [];
  if (video) {
    channels.push({
      id: 'video1',
      type: 'video',
      active: active.video,
      width: video.width,
      height: video.height,
      orientation: 0,
      frameRate: video.fps,
      source: options.videoSourceType ?? video.type,
      fitMode: 'cover',
    });
  }
  if (audio) channels.push({ id: 'audio1', type: 'audio', active: active.audio });
  return { name: options.name, audioFallbackEnabled: options.subscriberAudioFallback, channels };
}
