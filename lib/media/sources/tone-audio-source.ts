import { check, number, optional, optionsOf } from '../../common/validation/index.js';
import type { ToneOptions } from '../engine.js';
import { channels, sampleRate } from './pcm-format.js';
import {
  AudioSource,
  engineSource,
  open,
  type AudioOutlet,
  type OpenSource,
} from './media-source.js';

export interface ToneAudioSourceOptions {
  /** Hertz, 20–20000. Default 440. */
  readonly frequency?: number;
  /** 0–1 of full scale. Default 0.25. */
  readonly amplitude?: number;
  /** Hertz, an integer from 8000 to 96000. Default 48000. */
  readonly sampleRate?: number;
  /** Default 1. */
  readonly channels?: 1 | 2;
}

const optionsSchema = optionsOf({
  frequency: optional(number(20, 20_000), 440),
  amplitude: optional(number(0, 1), 0.25),
  sampleRate: optional(sampleRate, 48_000),
  channels: optional(channels, 1),
});

/** A sine tone, made natively: for demos, tests and machines without a microphone. */
export class ToneAudioSource extends AudioSource {
  readonly sampleRate: number;
  readonly channels: 1 | 2;
  readonly #options: ToneOptions;

  constructor(options: ToneAudioSourceOptions = {}) {
    super();
    this.#options = check(optionsSchema, options, 'options');
    this.sampleRate = this.#options.sampleRate;
    this.channels = this.#options.channels;
  }

  /** @internal */
  override [open]({ engine }: AudioOutlet): OpenSource {
    return engineSource(engine.createToneTrack(this.#options));
  }
}
