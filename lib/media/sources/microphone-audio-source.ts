import type { MicrophoneOptions } from '../engine.js';
import {
  AudioSource,
  engineSource,
  open,
  type AudioOutlet,
  type OpenSource,
} from './media-source.js';

/** The microphone of a context with audio `'platform'`: what `audio: true` stands for there. */
export class MicrophoneAudioSource extends AudioSource {
  readonly sampleRate = 48_000;
  readonly channels = 1;
  readonly #options: MicrophoneOptions;

  constructor(options: MicrophoneOptions) {
    super();
    this.#options = options;
  }

  /** @internal */
  override [open]({ engine }: AudioOutlet): OpenSource {
    return engineSource(engine.createMicrophoneTrack(this.#options));
  }
}
