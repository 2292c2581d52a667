import type { SentFrame } from './frame-tracker.js';
import type { Delivery, FrameTracker, ReceivedFrame } from './frame-tracker.js';
import { matchFrames } from './match-frames.js';

/** Follows any picture by its fingerprints, which the publisher reports as it sends. */
export class MatchTracker implements FrameTracker {
  readonly #sent: SentFrame[] = [];
  readonly #received: ReceivedFrame[] = [];

  get startUs(): number | undefined {
    return this.#sent[0]?.sentUs;
  }

  get published(): number {
    return this.#sent.length;
  }

  get complete(): boolean {
    return this.#received.length - this.#leadIn() >= this.#sent.length;
  }

  addSent(frames: readonly SentFrame[]): void {
    this.#sent.push(...frames);
  }

  addReceived(frames: readonly ReceivedFrame[]): void {
    this.#received.push(...frames);
  }

  deliveries(): readonly Delivery[] {
    const leadIn = this.#leadIn();
    const places = matchFrames(this.#sent, this.#received.slice(leadIn));
    return this.#received.map((frame, at) => ({
      frame,
      origin: this.#sent[places[at - leadIn] ?? -1],
      measured: at >= leadIn,
    }));
  }

  recent(sinceUs: number): readonly Delivery[] {
    const frames = this.#received
      .slice(this.#leadIn())
      .filter(({ receivedUs }) => receivedUs >= sinceUs);
    const places = matchFrames(this.#sent, frames, { whole: false });
    return frames.map((frame, at) => ({
      frame,
      origin: this.#sent[places[at] ?? -1],
      measured: true,
    }));
  }

  /** How many frames came before the first that was sent in the measurement. */
  #leadIn(): number {
    const { startUs = Infinity } = this;
    const first = this.#received.findIndex((frame) => frame.receivedUs >= startUs);
    return first < 0 ? this.#received.length : first;
  }
}
