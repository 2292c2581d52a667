import { AsyncQueue } from '../../common/async-queue.js';
import { end, endWith, push } from '../internal.js';
import type { FrameHandle } from '../../media/engine.js';
import { release, VideoFrame } from '../../media/frames/video-frame.js';

/**
 * The frames of a subscriber as an async iterator. A frame is closed when the next one is asked for, or the loop is
 * left, unless it was retained.
 */
export class FrameIterator implements AsyncIterableIterator<VideoFrame> {
  readonly #queue: AsyncQueue<VideoFrame>;
  #current: VideoFrame | undefined;

  /** For this package: iterators come from a {@link Subscriber}. */
  constructor(capacity: number, onEnd: (iterator: FrameIterator) => void) {
    this.#queue = new AsyncQueue({
      capacity,
      onDrop: (frame) => {
        frame.close();
      },
      onEnd: () => {
        onEnd(this);
      },
    });
  }

  /** Frames that gave way to newer ones because the loop was slower than the stream. */
  get dropped(): number {
    return this.#queue.dropped;
  }

  async next(): Promise<IteratorResult<VideoFrame, undefined>> {
    this.#releaseCurrent();
    const result = await this.#queue.next();
    this.#current = result.value;
    return result;
  }

  /** Called by leaving a `for await` loop. */
  return(): Promise<IteratorResult<VideoFrame, undefined>> {
    this.#releaseCurrent();
    return this.#queue.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Takes a handle of its own on a frame. */
  [push](handle: FrameHandle): void {
    this.#queue.push(new VideoFrame(handle.clone(), { retained: false }));
  }

  /** The frame that the loop has in hand stays open: it is being read. */
  [end](): void {
    void this.#queue.return();
  }

  [endWith](signal: AbortSignal | undefined): void {
    this.#queue.endWith(signal);
  }

  #releaseCurrent(): void {
    this.#current?.[release]();
    this.#current = undefined;
  }
}
