import {
  check,
  int16Array,
  integer,
  optional,
  optionsOf,
  roundedNumber,
  rule,
} from '../../common/validation/index.js';
import { pipe } from 'valibot';
import { channels, sampleRate } from './pcm-format.js';
import { AudioSource, open, type AudioOutlet, type OpenSource } from './media-source.js';
import { SampleFeeder } from './sample-feeder.js';

export interface CustomAudioSourceOptions {
  /** Hertz, an integer from 8000 to 96000; speech synthesis often has 24000. Default 48000. */
  readonly sampleRate?: number;
  /** Default 1. */
  readonly channels?: 1 | 2;
  /** Milliseconds that may wait to be sent, 20–10 000: {@link CustomAudioSource.push} waits while it is more. Default 1000. */
  readonly maxQueuedMs?: number;
  /**
   * Milliseconds that are to wait on average, from 20 to half of `maxQueuedMs`; for samples that come at the pace of a clock
   * of their own, such as a sound card's or another call's, in pieces shorter than that. What that clock is faster or slower is
   * made good by playing at most 0.5 % faster or slower, and beyond that by leaving out or repeating 10 ms where it is heard
   * least. Default: none; every sample is sent as it is.
   */
  readonly targetQueuedMs?: number;
}

const queuedMs = integer(20, 10_000);
const optionsSchema = pipe(
  optionsOf({
    sampleRate: optional(sampleRate, 48_000),
    channels: optional(channels, 1),
    maxQueuedMs: optional(queuedMs, 1000),
    targetQueuedMs: optional(queuedMs),
  }),
  rule(
    ({ maxQueuedMs, targetQueuedMs = 0 }) => targetQueuedMs <= maxQueuedMs / 2,
    'must be at most half of maxQueuedMs',
    { at: 'targetQueuedMs' },
  ),
);

export interface PushAudioOptions {
  /**
   * When the first sample was recorded, in microseconds on any monotonic clock. Samples that come later, by this clock, than
   * those before them have silence put in front of them, so that pauses last as long as they did. A leap of more than a second
   * is a new beginning. Default: right behind those before.
   */
  readonly timestampUs?: number;
}

const pushSchema = optionsOf({
  timestampUs: optional(roundedNumber(0, Number.MAX_SAFE_INTEGER)),
});

/** Audio that the application makes: push 16-bit PCM of any rate, in pieces of any length. */
export class CustomAudioSource extends AudioSource {
  readonly sampleRate: number;
  readonly channels: 1 | 2;
  readonly #options: ReturnType<typeof checkOptions>;
  readonly #feeders = new Set<SampleFeeder>();

  constructor(options: CustomAudioSourceOptions = {}) {
    super();
    this.#options = checkOptions(options);
    this.sampleRate = this.#options.sampleRate;
    this.channels = this.#options.channels;
  }

  /**
   * Samples per channel that wait to be sent, of the publisher that is furthest ahead. Silence is sent while it is 0.
   */
  get queued(): number {
    return Math.max(0, ...[...this.#feeders].map((feeder) => feeder.queued));
  }

  /**
   * Queues interleaved samples, which are sent at their pace. They are copied.
   *
   * Settles when all of them are in the queue, which takes a while if they are more than it has room for: whoever awaits it
   * is never ahead by more than `maxQueuedMs`. The result is how many samples per channel were taken, by the publisher that
   * took fewest: fewer than given if {@link clear} or the end of the publishing came before, and 0 while the source is not
   * published or while another push waits.
   * @throws RangeError if the samples are not a whole number for each channel.
   */
  push(samples: Int16Array, options: PushAudioOptions = {}): Promise<number> {
    const { length } = check(int16Array, samples, 'samples');
    const { timestampUs } = check(pushSchema, options, 'options');
    if (length % this.channels !== 0) {
      throw new RangeError(`samples.length must be a multiple of ${this.channels}, got ${length}`);
    }
    return this.#pushAll(samples, timestampUs);
  }

  /** Drops what waits to be sent; what is being heard fades out within 5 ms. A push that waits settles. */
  clear(): void {
    for (const feeder of this.#feeders) feeder.clear();
  }

  /** Settles when nothing waits to be sent: at once if nothing does, or if the source is not published. */
  async drained(): Promise<void> {
    await Promise.all([...this.#feeders].map((feeder) => feeder.drained()));
  }

  /** @internal */
  override [open](outlet: AudioOutlet): OpenSource {
    const input = outlet.openInput(this.#options);
    const feeder = new SampleFeeder(input, this.#options);
    this.#feeders.add(feeder);
    return {
      track: input.track,
      close: () => {
        this.#feeders.delete(feeder);
        feeder.close();
        input.close();
      },
    };
  }

  async #pushAll(samples: Int16Array, timestampUs: number | undefined): Promise<number> {
    const feeders = [...this.#feeders];
    const taken = await Promise.all(feeders.map((feeder) => feeder.push(samples, timestampUs)));
    return taken.length === 0 ? 0 : Math.min(...taken);
  }
}

function checkOptions(options: CustomAudioSourceOptions) {
  return check(optionsSchema, options, 'options');
}
