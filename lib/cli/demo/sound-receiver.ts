import { join } from 'node:path';
import { AudioMeter, type AudioPiece, type AudioTotals } from '../../measure/audio-meter.js';
import { WavWriter } from '../../measure/wav-writer.js';

/** Measures received sound and records it. */
export class SoundReceiver {
  readonly #out: string;
  readonly #meter = new AudioMeter();
  #recording: WavWriter | undefined;

  /** @param out the folder that the recording is written to. */
  constructor(out: string) {
    this.#out = out;
  }

  receive(piece: AudioPiece): void {
    this.#meter.add(piece);
    this.#recording ??= new WavWriter(join(this.#out, 'received.wav'), piece);
    this.#recording.write(piece.samples);
  }

  get totals(): AudioTotals {
    return this.#meter.totals;
  }

  /** Path of the WAV file; undefined if no sound came. */
  async finish(): Promise<string | undefined> {
    await this.#recording?.close();
    return this.#recording?.path;
  }
}
