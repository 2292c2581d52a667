import { once } from 'node:events';
import { TestPatternVideoSource, ToneAudioSource } from '../../../index.js';
import type { Feed } from './feed.js';
import { Pacer } from './pacer.js';

export interface PatternFeedOptions {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly seconds: number;
}

/** The engine's test pattern and a tone. They run while they are published; their frames tell number and time. */
export class PatternFeed implements Feed {
  readonly video: TestPatternVideoSource;
  readonly audio = new ToneAudioSource();
  readonly #seconds: number;

  constructor({ seconds, ...picture }: PatternFeedOptions) {
    this.video = new TestPatternVideoSource(picture);
    this.#seconds = seconds;
  }

  async leadIn(signal: AbortSignal): Promise<void> {
    if (!signal.aborted) await once(signal, 'abort');
  }

  async play(_onFrame: unknown, signal: AbortSignal): Promise<void> {
    await new Pacer().until(this.#seconds * 1_000_000, signal);
  }

  [Symbol.dispose](): void {
    // The engine closes what it runs.
  }
}
