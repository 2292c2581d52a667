import { OperationQueue } from '../../common/operation-queue.js';
import type { CaptureObserver, LocalTrack, MediaEngine, VideoTrackOptions } from '../engine.js';
import {
  open,
  type AudioOutlet,
  type MediaSource,
  type OpenSource,
  type VideoOutlet,
} from './media-source.js';

/**
 * The stage between a source and what is sent: it opens the source, and lets another take its place while the sending goes
 * on. Frames and samples that an application pushes pass through its outlet.
 */
export class SourceStage<Outlet> {
  readonly #outlet: Outlet;
  readonly #replacements = new OperationQueue();
  #current: OpenSource | undefined;
  #enabled = true;

  /** @throws what the engine has against the source. */
  constructor(source: MediaSource<Outlet>, outlet: Outlet) {
    this.#outlet = outlet;
    this.#current = source[open](outlet);
  }

  /** The track to send; undefined after `close()`. */
  get track(): LocalTrack | undefined {
    return this.#current?.track;
  }

  /** A disabled track is sent as black or silence, whichever source it is of. */
  set enabled(enabled: boolean) {
    this.#enabled = enabled;
    if (this.#current) this.#current.track.enabled = enabled;
  }

  /**
   * Opens another source; `send` puts its track to use, then the old one is closed. One after the other. Nothing stays
   * open if `close()` comes before or meanwhile.
   */
  replace(source: MediaSource<Outlet>, send: (track: LocalTrack) => Promise<void>): Promise<void> {
    return this.#replacements.run(async () => {
      const previous = this.#current;
      if (!previous) return;
      const next = source[open](this.#outlet);
      next.track.enabled = this.#enabled;
      try {
        await send(next.track);
      } catch (error) {
        next.close();
        throw error;
      }
      if (this.#current !== previous) {
        next.close();
        return;
      }
      // It may have been muted or unmuted meanwhile.
      next.track.enabled = this.#enabled;
      this.#current = next;
      previous.close();
    });
  }

  /** Idempotent. */
  close(): void {
    const current = this.#current;
    this.#current = undefined;
    current?.close();
  }
}

/** Where video sources are opened. Whatever is to be done to pushed frames on their way is done in `push`. */
export function videoOutlet(
  engine: MediaEngine,
  options: VideoTrackOptions,
  observer: CaptureObserver,
): VideoOutlet {
  return {
    engine,
    options,
    observer,
    openInput: () => {
      const track = engine.createVideoTrack(options);
      return {
        track,
        push: (frame) => track.push(frame),
        stats: () => track.stats(),
        close: () => {
          track.close();
        },
      };
    },
  };
}

/** Where audio sources are opened. Whatever is to be done to pushed samples on their way is done in `push`. */
export function audioOutlet(engine: MediaEngine): AudioOutlet {
  return {
    engine,
    openInput: (format) => {
      const track = engine.createAudioTrack(format);
      return {
        track,
        get queued() {
          return track.queued;
        },
        push: (samples) => track.push(samples),
        clear: () => {
          track.clear();
        },
        close: () => {
          track.close();
        },
      };
    },
  };
}
