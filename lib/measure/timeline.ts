import type { Delivery } from './frame-tracker.js';
import { quantile } from './quantiles.js';

/** Figures of RTP and codec, as `getRtcStatsReport` has them. */
export interface TransportSample {
  /** On {@link nowUs}'s clock. */
  readonly atUs: number;
  /** Payload bytes received so far. */
  readonly videoBytes: number;
  readonly audioBytes: number;
  readonly codec: string | undefined;
}

/** A value at a time, seconds from the first frame. */
export interface TimedValue {
  readonly seconds: number;
  readonly value: number;
}

/** Milliseconds from sending to receiving, of every frame that was recognised, at the time it was received. */
export function latencies(deliveries: readonly Delivery[], startUs: number): TimedValue[] {
  return deliveries.flatMap(({ frame: { receivedUs }, origin }) =>
    origin
      ? [
          {
            seconds: (receivedUs - startUs) / 1_000_000,
            value: (receivedUs - origin.sentUs) / 1000,
          },
        ]
      : [],
  );
}

/** Megabits per second of video between each two samples, at the middle between them. */
export function bitrates(samples: readonly TransportSample[], startUs: number): TimedValue[] {
  return samples.flatMap((sample, index) => {
    const before = samples[index - 1];
    if (!before || before.atUs < startUs) return [];
    const bits = (sample.videoBytes - before.videoBytes) * 8;
    const middleUs = (before.atUs + sample.atUs) / 2;
    return [
      { seconds: (middleUs - startUs) / 1_000_000, value: bits / (sample.atUs - before.atUs) },
    ];
  });
}

/** The median of each slice of time, at the slice's middle. */
export function medians(values: readonly TimedValue[], sliceSeconds: number): TimedValue[] {
  const slices = new Map<number, number[]>();
  for (const { seconds, value } of values) {
    const slice = Math.floor(seconds / sliceSeconds);
    const others = slices.get(slice);
    if (others) others.push(value);
    else slices.set(slice, [value]);
  }
  return [...slices].map(([slice, inside]) => ({
    seconds: (slice + 0.5) * sliceSeconds,
    value: quantile(inside, 0.5) ?? 0,
  }));
}
