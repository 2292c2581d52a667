/** What the line needs of a `CustomAudioSource`. */
export interface AudioTarget {
  readonly sampleRate: number;
  readonly channels: 1 | 2;
  /** Samples per channel that wait to be sent. */
  readonly queued: number;
  push(samples: Int16Array): unknown;
}

/** How far sound may be off before it is moved: less than an ear notices, more than timers wobble. */
const toleranceUs = 20_000;

/**
 * Keeps pushed sound at its place in time. The engine sends what is queued at its own pace, so a sample leaves when all
 * before it have; after a stall it would be late for good. Silence is put in, or samples are left out, to mend that.
 */
export class AudioLine {
  readonly #target: AudioTarget;

  constructor(target: AudioTarget) {
    this.#target = target;
  }

  /** Queues samples that belong at `timeUs` of a media clock which is at `positionUs` now. */
  write(samples: Int16Array, timeUs: number, positionUs: number): void {
    const { sampleRate, channels, queued } = this.#target;
    const leavesUs = positionUs + (queued / sampleRate) * 1_000_000;
    const offUs = timeUs - leavesUs;
    const offFrames = Math.round((offUs * sampleRate) / 1_000_000);
    if (offUs > toleranceUs) this.#target.push(new Int16Array(offFrames * channels));
    const late = offUs < -toleranceUs ? -offFrames : 0;
    const rest = samples.subarray(Math.min(samples.length, late * channels));
    if (rest.length > 0) this.#target.push(rest);
  }
}
