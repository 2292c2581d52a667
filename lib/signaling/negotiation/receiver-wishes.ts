import type { SendParameters, TrackKind } from '../../media/engine.js';
import type { SubscriptionPreferences } from '../../protocol/messages/session-objects.js';

/** Pixels; 0 while it is not known. */
export interface VideoSize {
  readonly width: number;
  readonly height: number;
}

/** What a peer connection of the publisher sends of one kind. */
export interface WishedSending extends Pick<
  SendParameters,
  'scaleResolutionDownBy' | 'maxFramerate'
> {
  readonly active: boolean;
}

/** What is sent to a receiver that wishes nothing; 60 frames per second are an encoder's most. */
export const everything = { active: true, scaleResolutionDownBy: 1, maxFramerate: 60 } as const;

/** What one receiver wants of a stream that is sent to it alone. */
export class ReceiverWishes {
  readonly #wishes = new Map<TrackKind, SubscriptionPreferences>();

  /** What is not mentioned stays as it is. */
  add(kind: TrackKind, changes: SubscriptionPreferences): void {
    this.#wishes.set(kind, { ...this.#wishes.get(kind), ...changes });
  }

  /** How to send a track of that kind, whose source is of that size. Never larger than the source. */
  sending(kind: TrackKind, source: VideoSize): WishedSending {
    const { active = true, ...wishes } = this.#wishes.get(kind) ?? {};
    if (kind === 'audio') return { active };
    const { preferredWidth = 0, preferredHeight = 0, preferredFrameRate = 0 } = wishes;
    const frameRate = preferredFrameRate > 0 ? Math.max(1, preferredFrameRate) : Infinity;
    return {
      active,
      scaleResolutionDownBy: scaleDown(source, { width: preferredWidth, height: preferredHeight }),
      maxFramerate: Math.min(frameRate, everything.maxFramerate),
    };
  }
}

/** The wished size is a frame to fit into, lying or standing as the video does. */
function scaleDown(source: VideoSize, wished: VideoSize): number {
  const [long, short] = sides(source);
  const [longWished, shortWished] = sides(wished);
  if (long === 0 || shortWished === 0) return everything.scaleResolutionDownBy;
  const factor = Math.max(1, long / longWished, short / shortWished);
  return Math.min(factor, maxScaleDown);
}

/** What engines take. */
const maxScaleDown = 1024;

function sides({ width, height }: VideoSize): [number, number] {
  return [Math.max(width, height), Math.min(width, height)];
}
