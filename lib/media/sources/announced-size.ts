import type { CaptureObserver } from '../engine.js';

/** Pixels. */
export interface VideoSize {
  readonly width: number;
  readonly height: number;
}

/** The size that one publisher has announced of its source, which others may use as well. */
export class AnnouncedSize {
  readonly #observer: Pick<CaptureObserver, 'resized'>;
  #size: VideoSize;

  constructor(size: VideoSize, observer: Pick<CaptureObserver, 'resized'>) {
    this.#size = size;
    this.#observer = observer;
  }

  /** Tells the observer if it is another one. */
  update(size: VideoSize): void {
    const { width, height } = size;
    if (width === this.#size.width && height === this.#size.height) return;
    this.#size = { width, height };
    this.#observer.resized(width, height);
  }
}
