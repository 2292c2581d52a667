import type {
  FrameBuffer,
  FrameHandle,
  LocalTrack,
  PcmOptions,
  PushedAudioTrack,
  PushedVideoTrack,
  TrackKind,
  VideoTrackStats,
} from '../../../lib/media/engine.js';
import { FakeFrame } from './fake-frame.js';
import type { FakeNetwork } from './fake-network.js';

let created = 0;

abstract class FakeTrack implements LocalTrack {
  abstract readonly kind: TrackKind;
  readonly id = `track-${++created}`;
  readonly #network: FakeNetwork;
  enabled = true;
  closed = false;

  constructor(network: FakeNetwork) {
    this.#network = network;
  }

  close(): void {
    this.closed = true;
  }

  /** True if anybody heard it. */
  protected carry(media: unknown): boolean {
    return !this.closed && this.#network.carry(this, media);
  }
}

export class FakeVideoTrack extends FakeTrack implements PushedVideoTrack {
  readonly kind = 'video';
  /** As created; the product's options are for tests to look at. */
  readonly options: object;
  #frames = 0;
  #dropped = 0;

  constructor(network: FakeNetwork, options: object = {}) {
    super(network);
    this.options = options;
  }

  push(frame: FrameHandle | FrameBuffer): boolean {
    const sent = this.enabled ? FakeFrame.of(frame) : FakeFrame.black(frame);
    const taken = this.carry(sent);
    sent.close();
    if (taken) this.#frames++;
    else this.#dropped++;
    return taken;
  }

  stats(): VideoTrackStats {
    return { frames: this.#frames, dropped: this.#dropped };
  }
}

export class FakeAudioTrack extends FakeTrack implements PushedAudioTrack {
  readonly kind = 'audio';
  /** What is pushed is heard at once; tests may say that it waits. */
  queued = 0;
  cleared = 0;
  readonly options: PcmOptions;

  constructor(network: FakeNetwork, options: PcmOptions) {
    super(network);
    this.options = options;
  }

  push(samples: Int16Array): number {
    const { sampleRate, channels } = this.options;
    const frames = samples.length / channels;
    if (!Number.isInteger(frames)) throw new RangeError('samples must be whole frames');
    const heard = this.enabled ? samples.slice() : new Int16Array(samples.length);
    this.carry({ samples: heard, sampleRate, channels, frames, timestampUs: 0 });
    return frames;
  }

  clear(): void {
    this.cleared++;
    this.queued = 0;
  }
}
