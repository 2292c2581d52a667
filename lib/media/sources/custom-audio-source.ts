import { check, int16Array, optional, optionsOf } from '../../common/validation/index.js';
import { channels, sampleRate } from './pcm-format.js';
import {
  AudioSource,
  open,
  type AudioOutlet,
  type OpenSource,
  type SampleInput,
} from './media-source.js';

export interface CustomAudioSourceOptions {
  /** 8000, 16000, 32000, 44100 or 48000 hertz. Default 48000. */
  readonly sampleRate?: 8000 | 16_000 | 32_000 | 44_100 | 48_000;
  /** Default 1. */
  readonly channels?: 1 | 2;
}

const optionsSchema = optionsOf({
  sampleRate: optional(sampleRate, 48_000),
  channels: optional(channels, 1),
});

/** Audio that the application makes: push 16-bit PCM, in pieces of any length, up to a second ahead. */
export class CustomAudioSource extends AudioSource {
  readonly sampleRate: number;
  readonly channels: 1 | 2;
  readonly #options: Required<CustomAudioSourceOptions>;
  readonly #inputs = new Set<SampleInput>();

  constructor(options: CustomAudioSourceOptions = {}) {
    super();
    this.#options = check(optionsSchema, options, 'options');
    this.sampleRate = this.#options.sampleRate;
    this.channels = this.#options.channels;
  }

  /**
   * Samples per channel that wait to be sent, of the publisher that is furthest ahead: push when it gets low. Silence
   * is sent while it is 0.
   */
  get queued(): number {
    return Math.max(0, ...[...this.#inputs].map((input) => input.queued));
  }

  /**
   * Queues interleaved samples, which are sent at their pace. They are copied.
   *
   * Returns how many samples per channel were taken, by the publisher that took fewest: 0 while the source is not
   * published, fewer than given when the queue (1 s) is full.
   * @throws RangeError if the samples are not a whole number for each channel.
   */
  push(samples: Int16Array): number {
    const { length } = check(int16Array, samples, 'samples');
    if (length % this.channels !== 0) {
      throw new RangeError(`samples.length must be a multiple of ${this.channels}, got ${length}`);
    }
    const taken = [...this.#inputs].map((input) => input.push(samples));
    return taken.length === 0 ? 0 : Math.min(...taken);
  }

  /** @internal */
  override [open](outlet: AudioOutlet): OpenSource {
    const input = outlet.openInput(this.#options);
    this.#inputs.add(input);
    return {
      track: input.track,
      close: () => {
        this.#inputs.delete(input);
        input.close();
      },
    };
  }
}
