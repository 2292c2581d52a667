import * as v from 'valibot';
import { limits } from '../protocol-limits.js';
import { rule, type Schema } from '../../common/validation/index.js';
import { isWellFormed } from '../wire/utf8.js';
import type {
  Channel,
  ChannelChanges,
  StreamDescription,
  SubscriberChannel,
  SubscriptionPreferences,
} from './session-objects.js';
import type { Reader } from './leniency.js';

/** Schemas of the objects both sides read (protocol §9), from wire names to ours. */
export interface ObjectSchemas {
  readonly stream: Schema<StreamDescription>;
  readonly channelChanges: Schema<ChannelChanges>;
  readonly subscriberChannels: Schema<readonly SubscriberChannel[]>;
  readonly preferences: Schema<SubscriptionPreferences>;
}

/** Unknown keys are dropped, never an error: newer peers may send more than we know. */
export function objectSchemas(read: Reader): ObjectSchemas {
  // It becomes part of URIs, which cannot have half of a character.
  const wellFormed = rule(isWellFormed, 'must have no lone surrogate');
  const id = v.pipe(read.text(limits.idChars), v.minLength(1), wellFormed);
  const size = read.integer(0, limits.videoSize);
  const frameRate = read.number(0, limits.frameRate);
  const orientation = read.choice([0, 90, 180, 270], 0);
  const source = read.choice(['camera', 'screen', 'custom'], 'camera');
  const fitMode = read.choice(['cover', 'contain'], 'cover');
  const bitrate = read.integer(0, Number.MAX_SAFE_INTEGER);

  const audio = v.object({
    type: v.literal('audio'),
    id,
    active: v.optional(read.boolean, true),
  });
  const video = v.object({
    type: v.literal('video'),
    id,
    active: v.optional(read.boolean, true),
    width: v.optional(size, 0),
    height: v.optional(size, 0),
    orientation: v.optional(orientation, 0),
    frameRate: v.exactOptional(frameRate),
    source: v.optional(source, 'camera'),
    fitMode: v.optional(fitMode, 'cover'),
    disableWarning: v.exactOptional(read.boolean),
  });
  const channel: Schema<Channel> = v.variant('type', [audio, video]);

  const preferences = {
    activeReason: v.exactOptional(read.text(limits.idChars)),
    restrictFrameRate: v.exactOptional(read.boolean),
    preferredFrameRate: v.exactOptional(frameRate),
    preferredWidth: v.exactOptional(size),
    preferredHeight: v.exactOptional(size),
  };

  return {
    stream: v.pipe(
      v.object({
        name: v.optional(read.text(limits.streamNameChars), ''),
        audioFallbackEnabled: v.optional(read.boolean, false),
        channel: v.pipe(
          read.list(channel, limits.channelsPerStream),
          v.check((channels) => unique(channels.map(({ id }) => id)), 'must have distinct ids'),
        ),
        minBitrate: v.exactOptional(bitrate),
        maxBitrate: v.exactOptional(bitrate),
      }),
      v.transform(({ channel: channels, ...rest }) => ({ ...rest, channels })),
    ),
    channelChanges: v.object({
      active: v.exactOptional(read.boolean),
      disableWarning: v.exactOptional(read.boolean),
      width: v.exactOptional(size),
      height: v.exactOptional(size),
      orientation: v.exactOptional(orientation),
      frameRate: v.exactOptional(frameRate),
      source: v.exactOptional(source),
      fitMode: v.exactOptional(fitMode),
    }),
    subscriberChannels: read.list(
      v.object({
        id,
        type: v.picklist(['audio', 'video']),
        active: v.optional(read.boolean, true),
        ...preferences,
      }),
      limits.channelsPerStream,
    ),
    preferences: v.object({ active: v.exactOptional(read.boolean), ...preferences }),
  };
}

function unique(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}
