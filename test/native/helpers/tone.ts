import type { AudioData } from '../../../lib/media/engine.js';

/** One channel of consecutive pieces of PCM, as one. */
export function channelOf(pieces: readonly AudioData[], channel: number): Int16Array {
  const total = pieces.reduce((sum, { frames }) => sum + frames, 0);
  const result = new Int16Array(total);
  let at = 0;
  for (const { samples, channels, frames } of pieces) {
    for (let i = 0; i < frames; i++) result[at++] = samples[i * channels + channel] ?? 0;
  }
  return result;
}

/** Root mean square, 0–1 of full scale. */
export function level(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += (sample / 32768) ** 2;
  return Math.sqrt(sum / samples.length);
}

/** Share of a signal's energy at a frequency, 0–1: 1 for a pure tone. */
export function purity(samples: Int16Array, frequency: number, sampleRate = 48_000): number {
  let [real, imaginary, energy] = [0, 0, 0];
  samples.forEach((sample, i) => {
    const angle = (2 * Math.PI * frequency * i) / sampleRate;
    real += sample * Math.cos(angle);
    imaginary += sample * Math.sin(angle);
    energy += sample ** 2;
  });
  return (2 * (real ** 2 + imaginary ** 2)) / (samples.length * energy);
}

/** Levels of consecutive windows of 10 ms, in which a gap shows. */
export function windowLevels(samples: Int16Array): number[] {
  return Array.from({ length: Math.floor(samples.length / 480) }, (_, i) =>
    level(samples.subarray(i * 480, (i + 1) * 480)),
  );
}

/** Interleaved PCM of a sine wave that starts at frame `from`. */
export function sine(
  frames: number,
  { sampleRate = 48_000, channels = 1, frequency = 440, amplitude = 0.5, from = 0 } = {},
): Int16Array {
  return Int16Array.from({ length: frames * channels }, (_, i) => {
    const time = (from + Math.floor(i / channels)) / sampleRate;
    return Math.round(amplitude * 32767 * Math.sin(2 * Math.PI * frequency * time));
  });
}
