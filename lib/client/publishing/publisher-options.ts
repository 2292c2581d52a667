import { pipe, transform } from 'valibot';
import type {
  MicrophoneOptions,
  SendOptions,
  VideoCodec,
  VideoTrackOptions,
} from '../../media/engine.js';
import { AudioSource, VideoSource } from '../../media/sources/media-source.js';
import {
  boolean,
  check,
  either,
  instanceOf,
  integer,
  listOf,
  oneOf,
  optional,
  optionsOf,
  rule,
  string,
  type Checked,
} from '../../common/validation/index.js';
import type { VideoSourceType } from '../../protocol/messages/session-objects.js';
import type { OpusOptions } from '../../signaling/negotiation/opus-tuning.js';

export type VideoBitratePreset = 'default' | 'bwSaver' | 'extraBwSaver' | 'custom';
export type DegradationPreference = 'balanced' | 'maintain-framerate' | 'maintain-resolution';
export type ContentHint = 'none' | 'motion' | 'detail' | 'text';

export interface PublisherOptions {
  /** What the others see as {@link Stream.name}. Default empty. */
  readonly name?: string;
  /** What is seen: a source, `true` for the first camera, `false` for none. Default `true`. */
  readonly video?: VideoSource | boolean;
  /** What is heard: a source, `true` for the microphone of a context with audio `'platform'`, `false` for none. Default `true`. */
  readonly audio?: AudioSource | boolean;
  /** `false` is the same as `video: false`. */
  readonly hasVideoTrack?: boolean;
  /** `false` is the same as `audio: false`. */
  readonly hasAudioTrack?: boolean;
  /** What the others are told the picture is; `'screen'` also prefers sharpness. Default: what the source is. */
  readonly videoSourceType?: VideoSourceType;
  /** Codecs to prefer, best first. Default `'automatic'`. */
  readonly preferredVideoCodecs?: 'automatic' | readonly VideoCodec[];
  /** Bits per second, 5000–10000000; makes the preset `'custom'`. */
  readonly maxVideoBitrate?: number;
  /** Upper limit by picture size: `'bwSaver'` 1.4 Mbit/s and `'extraBwSaver'` 0.8 Mbit/s for 720p30. */
  readonly videoBitratePreset?: VideoBitratePreset;
  /** What gives way when bandwidth or CPU is short. Default: the engine's choice by content. */
  readonly degradationPreference?: DegradationPreference;
  /** What the picture is like, for the encoder. Default `'none'`: not known. */
  readonly contentHint?: ContentHint;
  /** Sends two channels. Default: as the source has. */
  readonly stereo?: boolean;
  /** Bits per second, 6000–510000. Default: the codec's. */
  readonly audioBitrate?: number;
  /** Sends next to nothing during silence. Default false. */
  readonly opusDtx?: boolean;
  /** Takes what the loudspeakers play out of the microphone's recording. Default true. */
  readonly echoCancellation?: boolean;
  /** Takes steady noise out of the microphone's recording. Default true. */
  readonly noiseSuppression?: boolean;
  /** Evens out how loud the microphone is. Default true. */
  readonly autoGainControl?: boolean;
  /** Sends the microphone's recording as it is, whatever the three before say. Default false. */
  readonly disableAudioProcessing?: boolean;
  /** Whether a router may switch the picture off for a receiver that is short of bandwidth. Default true. */
  readonly subscriberAudioFallback?: boolean;
}

const members = optionsOf({
  name: optional(string(), ''),
  video: optional(
    either(boolean, instanceOf(VideoSource), 'a VideoSource, true or false'),
    true as boolean | VideoSource,
  ),
  audio: optional(
    either(boolean, instanceOf(AudioSource), 'an AudioSource, true or false'),
    true as boolean | AudioSource,
  ),
  hasVideoTrack: optional(boolean, true),
  hasAudioTrack: optional(boolean, true),
  videoSourceType: optional(oneOf('camera', 'screen', 'custom')),
  preferredVideoCodecs: optional(
    either(
      oneOf('automatic'),
      listOf(oneOf('vp8', 'vp9', 'h264', 'av1')),
      '"automatic" or an array',
    ),
  ),
  maxVideoBitrate: optional(integer(5_000, 10_000_000)),
  videoBitratePreset: optional(oneOf('default', 'bwSaver', 'extraBwSaver', 'custom')),
  degradationPreference: optional(oneOf('balanced', 'maintain-framerate', 'maintain-resolution')),
  contentHint: optional(oneOf('none', 'motion', 'detail', 'text'), 'none'),
  stereo: optional(boolean),
  audioBitrate: optional(integer(6_000, 510_000)),
  opusDtx: optional(boolean),
  echoCancellation: optional(boolean, true),
  noiseSuppression: optional(boolean, true),
  autoGainControl: optional(boolean, true),
  disableAudioProcessing: optional(boolean, false),
  subscriberAudioFallback: optional(boolean, true),
});

const publisherOptions = pipe(
  members,
  rule(
    (given) => given.videoBitratePreset !== 'custom' || given.maxVideoBitrate !== undefined,
    'is needed with videoBitratePreset "custom"',
    { at: 'maxVideoBitrate', isType: true },
  ),
  rule(
    (given) =>
      given.maxVideoBitrate === undefined || (given.videoBitratePreset ?? 'custom') === 'custom',
    'must be left out with a videoBitratePreset other than "custom"',
    { at: 'maxVideoBitrate', isType: true },
  ),
  transform(({ hasVideoTrack, hasAudioTrack, ...given }) => ({
    ...given,
    video: hasVideoTrack && given.video,
    audio: hasAudioTrack && given.audio,
  })),
  rule(
    ({ video, audio }) => video !== false || audio !== false,
    'must have video or audio, or both',
    { isType: true },
  ),
);

export type CheckedPublisherOptions = Checked<typeof publisherOptions>;

/**
 * As given, with `hasVideoTrack` and `hasAudioTrack` made part of `video` and `audio`.
 *
 * @throws TypeError or RangeError naming the option.
 */
export function checkPublisherOptions(value: unknown): CheckedPublisherOptions {
  return check(publisherOptions, value, 'options');
}

/** Bits per pixel of a preset. */
const presetBitsPerPixel = { bwSaver: 0.05, extraBwSaver: 0.03 } as const;

export function videoSendOptions(
  options: CheckedPublisherOptions,
  source: VideoSource,
): SendOptions {
  const { preferredVideoCodecs: codecs, degradationPreference } = options;
  const maxBitrate = options.maxVideoBitrate ?? presetBitrate(options.videoBitratePreset, source);
  return {
    ...(codecs !== undefined && codecs !== 'automatic' && { codecs }),
    ...(maxBitrate !== undefined && { maxBitrate }),
    ...(degradationPreference && { degradationPreference }),
  };
}

export function videoTrackOptions(options: CheckedPublisherOptions): VideoTrackOptions {
  return { screencast: options.videoSourceType === 'screen', contentHint: options.contentHint };
}

export function microphoneOptions(options: CheckedPublisherOptions): MicrophoneOptions {
  const processed = !options.disableAudioProcessing;
  return {
    echoCancellation: processed && options.echoCancellation,
    noiseSuppression: processed && options.noiseSuppression,
    autoGainControl: processed && options.autoGainControl,
  };
}

export function opusOptions(options: CheckedPublisherOptions, source: AudioSource): OpusOptions {
  return {
    stereo: options.stereo ?? source.channels === 2,
    ...(options.audioBitrate !== undefined && { maxAverageBitrate: options.audioBitrate }),
    ...(options.opusDtx !== undefined && { dtx: options.opusDtx }),
  };
}

function presetBitrate(
  preset: VideoBitratePreset | undefined,
  { width, height, fps }: VideoSource,
): number | undefined {
  if (preset !== 'bwSaver' && preset !== 'extraBwSaver') return undefined;
  return Math.max(5_000, Math.round(width * height * fps * presetBitsPerPixel[preset]));
}
