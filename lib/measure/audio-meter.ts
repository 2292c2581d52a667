export interface AudioTotals {
  /** Samples per channel. */
  readonly samplesReceived: number;
  /** Hertz. */
  readonly sampleRate: number;
  readonly channels: number;
  /** Root mean square relative to full scale (a full-scale square wave is 0); null for silence. */
  readonly rmsDb: number | null;
}

/** The part of the `audioData` event that is measured. */
export interface AudioPiece {
  readonly samples: Int16Array;
  readonly sampleRate: number;
  readonly channels: number;
  /** Samples per channel. */
  readonly frames: number;
}

/** Adds up received sound. */
export class AudioMeter {
  #frames = 0;
  #values = 0;
  #squares = 0;
  #sampleRate = 0;
  #channels = 0;

  add({ samples, sampleRate, channels, frames }: AudioPiece): void {
    this.#sampleRate = sampleRate;
    this.#channels = channels;
    this.#frames += frames;
    this.#values += samples.length;
    for (const sample of samples) this.#squares += (sample / 32_768) ** 2;
  }

  get totals(): AudioTotals {
    const mean = this.#values === 0 ? 0 : this.#squares / this.#values;
    return {
      samplesReceived: this.#frames,
      sampleRate: this.#sampleRate,
      channels: this.#channels,
      rmsDb: mean === 0 ? null : 10 * Math.log10(mean),
    };
  }
}
