import type { Feed } from './feed/feed.js';
import { FileFeed } from './feed/file-feed.js';
import { probeMediaFile, type MediaFile } from './feed/media-file.js';
import { PatternFeed } from './feed/pattern-feed.js';
import type { FrameTracker } from '../../measure/frame-tracker.js';
import { MatchTracker } from '../../measure/match-tracker.js';
import { StampTracker } from '../../measure/stamp-tracker.js';
import type { DemoOptions } from './demo-options.js';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What is published, in words that can be sent to another process. */
export type Source =
  | { readonly kind: 'pattern'; readonly size: Size; readonly fps: number }
  | {
      readonly kind: 'file';
      readonly file: MediaFile;
      /** Undefined: as the file has it. */
      readonly size: Size | undefined;
      /** Undefined: as the file has it. */
      readonly fps: number | undefined;
    };

/** @throws CommandError if the file cannot be published. */
export async function sourceOf({ file, size, fps }: DemoOptions): Promise<Source> {
  if (file === undefined) {
    return { kind: 'pattern', size: size ?? { width: 1280, height: 720 }, fps: fps ?? 30 };
  }
  return { kind: 'file', file: await probeMediaFile(file), size, fps };
}

/** For the publisher. */
export async function openFeed(source: Source, seconds: number): Promise<Feed> {
  const { size, fps } = source;
  if (source.kind === 'pattern')
    return new PatternFeed({ ...source.size, fps: source.fps, seconds });
  return FileFeed.open(source.file, {
    seconds,
    ...(size && { size }),
    ...(fps !== undefined && { fps }),
  });
}

/** For the parent. */
export function trackerOf(source: Source, seconds: number): FrameTracker {
  if (source.kind === 'file') return new MatchTracker();
  return new StampTracker(Math.round(seconds * source.fps), source.fps);
}
