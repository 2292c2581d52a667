import type {
  SubscriberChannel,
  SubscriptionPreferences,
} from '../../protocol/messages/session-objects.js';
import { subscriberPreferencesExtension, type SessionInfo } from '../../protocol/session-info.js';
import type { SessionStream } from './session-stream.js';

export interface Resolution {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
}

/** What to receive. Honoured by a media router, and in a relayed session by the publisher. */
export interface SubscribeOptions {
  /** Default true. */
  readonly audio?: boolean;
  /** Default true. */
  readonly video?: boolean;
  /** Default: no preference. */
  readonly preferredResolution?: Resolution;
  /** Frames per second. Default: no preference. */
  readonly preferredFrameRate?: number;
}

export interface ChannelPreferenceChange {
  readonly channelId: string;
  readonly changes: SubscriptionPreferences;
}

/** What is wanted of each channel. Sizes and rates are for who can do something about them (protocol §8, §13). */
export function channelPreferences(
  stream: SessionStream,
  options: SubscribeOptions,
  { mediaMode, extensions }: Pick<SessionInfo, 'mediaMode' | 'extensions'>,
): SubscriberChannel[] {
  const { audio = true, video = true, preferredResolution, preferredFrameRate } = options;
  const hasSizes = mediaMode === 'routed' || extensions.includes(subscriberPreferencesExtension);
  return stream.channels.map(({ id, type }) => {
    if (type === 'audio') return { id, type, active: audio };
    const channel = { id, type, active: video, restrictFrameRate: false };
    if (!hasSizes) return channel;
    return {
      ...channel,
      ...(preferredResolution && {
        preferredWidth: preferredResolution.width,
        preferredHeight: preferredResolution.height,
      }),
      ...(preferredFrameRate !== undefined && { preferredFrameRate }),
    };
  });
}

/** What to tell the server when wishes change: only channels and values that differ. */
export function preferenceChanges(
  before: readonly SubscriberChannel[],
  after: readonly SubscriberChannel[],
): ChannelPreferenceChange[] {
  return after.flatMap((channel) => {
    const old = Object.entries(before.find(({ id }) => id === channel.id) ?? {});
    const known = new Map<string, unknown>(old);
    const changed = Object.entries(channel).filter(([name, value]) => known.get(name) !== value);
    if (changed.length === 0) return [];
    return [{ channelId: channel.id, changes: Object.fromEntries(changed) }];
  });
}
