import type { Delivery, FrameTracker, ReceivedFrame } from './frame-tracker.js';
import type { Stamp } from './read-stamp.js';

/** Follows the test pattern by its stamps: the measurement begins with the first frame that comes. */
export class StampTracker implements FrameTracker {
  readonly #expected: number;
  readonly #fps: number;
  readonly #deliveries: Delivery[] = [];
  #first: Stamp | undefined;
  #newest = -1;

  /** @param expected how many frames the measurement is long. */
  constructor(expected: number, fps: number) {
    this.#expected = expected;
    this.#fps = fps;
  }

  get startUs(): number | undefined {
    return this.#first?.drawnUs;
  }

  /** Counted by what the newest frame says, so that lost ones are in it. */
  get published(): number {
    return Math.min(this.#expected, this.#newest + 1);
  }

  get complete(): boolean {
    return this.#newest >= this.#expected - 1;
  }

  addSent(): void {
    // The frames tell everything themselves.
  }

  addReceived(frames: readonly ReceivedFrame[]): void {
    for (const frame of frames) {
      const stamp = frame.mark instanceof Float32Array ? undefined : frame.mark;
      if (stamp) {
        this.#first ??= stamp;
        this.#newest = Math.max(this.#newest, stamp.counter - this.#first.counter);
      }
      // A frame that cannot be read counts by its neighbours.
      const index = stamp ? stamp.counter - (this.#first?.counter ?? 0) : this.#newest;
      const mediaUs = ((stamp?.counter ?? 0) / this.#fps) * 1_000_000;
      this.#deliveries.push({
        frame,
        origin: stamp && { index, sentUs: stamp.drawnUs, mediaUs },
        measured: index >= 0 && index < this.#expected,
      });
    }
  }

  deliveries(): readonly Delivery[] {
    return this.#deliveries;
  }

  recent(sinceUs: number): readonly Delivery[] {
    return this.#deliveries.filter(({ frame }) => frame.receivedUs >= sinceUs);
  }
}
