/** Samples of one channel that are louder than this belong to a tone. */
const LOUD = 1000;
/** A window that is measured by itself, in seconds. */
const WINDOW = 0.1;

/**
 * Measures a tone in what is received.
 *
 * @param {AsyncIterable<import('../../../dist/index.js').AudioData>} pieces
 * @param {number} seconds How much to listen to, from the first sound on.
 */
export async function measureHeard(pieces, seconds) {
  const samples = [];
  for await (const piece of pieces) {
    // Sound cards take their time to start.
    if (samples.length === 0 && !piece.samples.some(isLoud)) continue;
    for (let at = 0; at < piece.samples.length; at += piece.channels) {
      samples.push(piece.samples[at]);
    }
    if (samples.length >= piece.sampleRate * seconds) return measureTone(samples, piece.sampleRate);
  }
  throw new Error('the sound ended');
}

/** @param {number} sample */
function isLoud(sample) {
  return Math.abs(sample) > LOUD;
}

/**
 * The frequency of a tone that stands between silence: the median of short windows, so that a gap here or
 * there, which a busy machine makes, does not count.
 *
 * @param {Int16Array | number[]} samples One channel.
 * @param {number} sampleRate
 * @returns {{ frequency: number, seconds: number }} `frequency` in hertz; `seconds` of tone.
 */
export function measureTone(samples, sampleRate) {
  const size = Math.round(sampleRate * WINDOW);
  const frequencies = [];
  for (let from = 0; from + size <= samples.length; from += size) {
    const window = samples.slice(from, from + size);
    if (window.some(isLoud)) frequencies.push(frequencyOf(window, sampleRate));
  }
  frequencies.sort((a, b) => a - b);
  return {
    frequency: frequencies[Math.floor(frequencies.length / 2)] ?? 0,
    seconds: frequencies.length * WINDOW,
  };
}

/**
 * @param {Int16Array | number[]} samples
 * @param {number} sampleRate
 */
function frequencyOf(samples, sampleRate) {
  const crossings = [];
  for (let at = 1; at < samples.length; at += 1) {
    if (samples[at - 1] < 0 && samples[at] >= 0) crossings.push(at);
  }
  if (crossings.length < 2) return 0;
  return ((crossings.length - 1) * sampleRate) / (crossings[crossings.length - 1] - crossings[0]);
}

/**
 * A sine wave of one channel at half of full scale.
 *
 * @param {{ frequency: number, sampleRate: number, seconds: number }} tone
 */
export function makeTone({ frequency, sampleRate, seconds }) {
  const step = (2 * Math.PI * frequency) / sampleRate;
  return Int16Array.from({ length: sampleRate * seconds }, (_, at) =>
    Math.round(16_000 * Math.sin(step * at)),
  );
}
