import type { PcmFormat } from '../engine.js';
import type { SampleInput } from './media-source.js';

/** How far a timestamp may be from its turn before silence is put in front of it, and before it counts as a new beginning. */
const gapFromMs = 20;
const newBeginningMs = 1000;

/** How long it waits for room at least, and at most before it looks again. */
const shortestWaitMs = 5;
const longestWaitMs = 100;

/**
 * Feeds one input with samples in pieces of any length: what does not fit in waits its turn. One piece can wait; whoever
 * does not wait for it gets no further one in.
 */
export class SampleFeeder {
  readonly #input: SampleInput;
  readonly #format: PcmFormat;
  /** Of the piece that waits; a new array for each, so that it can be told whether it is still the one. */
  #rest: Int16Array | undefined;
  #wake: (() => void) | undefined;
  #beginning: { readonly timestampUs: number; readonly turnMs: number } | undefined;
  #closed = false;

  constructor(input: SampleInput, format: PcmFormat) {
    this.#input = input;
    this.#format = format;
  }

  /** Samples per channel. */
  get queued(): number {
    return this.#input.queued + this.#framesOf(this.#rest?.length ?? 0);
  }

  /** Copies the samples. Settles with how many per channel were taken. */
  async push(samples: Int16Array, timestampUs: number | undefined): Promise<number> {
    if (this.#rest) return 0;
    if (timestampUs !== undefined) this.#keepTime(timestampUs);
    const taken = this.#input.push(samples);
    if (taken === this.#framesOf(samples.length)) return taken;
    return taken + (await this.#pushRest(samples.slice(taken * this.#format.channels)));
  }

  /** Drops what waits. */
  clear(): void {
    this.#beginning = undefined;
    this.#input.clear();
    this.#dropRest();
  }

  /** Settles when nothing waits. */
  async drained(): Promise<void> {
    while (!this.#closed && this.queued > 0) await this.#wait(this.queued);
  }

  /** What waits is not taken. */
  close(): void {
    this.#closed = true;
    this.#dropRest();
  }

  async #pushRest(samples: Int16Array): Promise<number> {
    this.#rest = samples;
    let taken = 0;
    for (let rest = samples; rest.length > 0; this.#rest = rest) {
      await this.#wait(this.#framesOf(rest.length));
      // It was dropped meanwhile.
      if (this.#rest !== rest) return taken;
      const more = this.#input.push(rest);
      taken += more;
      rest = rest.subarray(more * this.#format.channels);
    }
    this.#rest = undefined;
    return taken;
  }

  /** Waits about as long as that many samples take. */
  #wait(frames: number): Promise<void> {
    const ms = (frames * 1000) / this.#format.sampleRate;
    return new Promise((resolve) => {
      const previous = this.#wake;
      const timer = setTimeout(wake, Math.min(longestWaitMs, Math.max(shortestWaitMs, ms)));
      function wake(): void {
        clearTimeout(timer);
        previous?.();
        resolve();
      }
      this.#wake = wake;
    });
  }

  #dropRest(): void {
    this.#rest = undefined;
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }

  /** Puts silence in front of samples that are later than their turn by the time of those before. */
  #keepTime(timestampUs: number): void {
    const { sampleRate, channels } = this.#format;
    const turnMs = performance.now() + (this.#input.queued * 1000) / sampleRate;
    const beginning = (this.#beginning ??= { timestampUs, turnMs });
    const gapMs = beginning.turnMs + (timestampUs - beginning.timestampUs) / 1000 - turnMs;
    if (Math.abs(gapMs) > newBeginningMs) {
      this.#beginning = { timestampUs, turnMs };
    } else if (gapMs > gapFromMs) {
      this.#input.push(new Int16Array(Math.round((gapMs * sampleRate) / 1000) * channels));
    }
  }

  #framesOf(samples: number): number {
    return samples / this.#format.channels;
  }
}
