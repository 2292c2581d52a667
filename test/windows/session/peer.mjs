// One of two processes in a session, on whichever system: sends a picture, a tone and signals, receives
// the other's, and prints what it got as one line of JSON.
import {
  Context,
  Publisher,
  Session,
  Subscriber,
  TestPatternVideoSource,
  ToneAudioSource,
} from '../../../dist/index.js';
import { readStamp } from '../../../dist/measure/read-stamp.js';

/** How much each wants of the other. */
const FRAMES = 60;
const SAMPLES = 48_000;
const SIGNALS = 20;

/** Pieces of sound, 10 ms each, that are not measured. */
const FADE = 20;

const { API_KEY = '', SESSION_ID = '', TOKEN = '', API_URL = '' } = process.env;
const { codec, width, height, frequency } = JSON.parse(process.env['PEER'] ?? '');

const context = new Context({ lowLatency: true });
const session = new Session(context, API_KEY, SESSION_ID, {
  apiUrl: API_URL,
  iceConfig: { networks: 'loopback' },
});
const streams = session.events('streamReceived');
const signals = session.events('signal');
await session.connect(TOKEN);

const publisher = new Publisher(context, {
  name: process.platform,
  video: new TestPatternVideoSource({ width, height, fps: 30 }),
  audio: new ToneAudioSource({ frequency }),
  preferredVideoCodecs: [codec],
});
await session.publish(publisher);
const { stream } = (await streams.next()).value;
const subscriber = new Subscriber(context, stream);
const frames = subscriber.frames();
const audio = subscriber.audio();
await session.subscribe(subscriber);

const [video, sound, received] = await Promise.all([
  watch(frames),
  listen(audio),
  exchange(stream.connection),
]);
await session.sendSignal('done', '');
await until('done');
await session.disconnect();
context.dispose();
console.log(
  JSON.stringify({ platform: process.platform, from: stream.name, video, sound, received }),
);

/** @param {AsyncIterable<import('../../../dist/index.js').VideoFrame>} source */
async function watch(source) {
  const sizes = new Set();
  const counters = [];
  for await (const { width, height, planes } of source) {
    sizes.add(`${width}x${height}`);
    const [luma] = planes;
    const stamp = luma && readStamp(luma.data, width, luma.stride);
    if (stamp) counters.push(stamp.counter);
    if (counters.length === FRAMES) break;
  }
  return { sizes: [...sizes], counters };
}

/** @param {AsyncIterable<import('../../../dist/index.js').AudioData>} source */
async function listen(source) {
  const heard = [];
  let sampleRate = 0;
  let loudPieces = 0;
  for await (const piece of source) {
    sampleRate = piece.sampleRate;
    if (piece.samples.some((sample) => Math.abs(sample) > 1000)) loudPieces += 1;
    // The tone follows silence and fades in.
    if (loudPieces <= FADE) continue;
    for (let at = 0; at < piece.samples.length; at += piece.channels) heard.push(piece.samples[at]);
    if (heard.length >= SAMPLES) break;
  }
  return { sampleRate, frequency: sampleRate / period(heard) };
}

/**
 * Samples from one way up through zero to the next: the median, which gaps on a busy machine do not move.
 *
 * @param {number[]} samples
 */
function period(samples) {
  const ways = samples.flatMap((sample, at) => (samples[at - 1] < 0 && sample >= 0 ? [at] : []));
  const periods = ways.slice(1).map((at, index) => at - ways[index]);
  return periods.sort((a, b) => a - b)[periods.length >> 1];
}

/**
 * Sends numbered signals to the other and takes its.
 *
 * @param {import('../../../dist/index.js').Connection} to
 */
async function exchange(to) {
  const sending = (async () => {
    for (let number = 0; number < SIGNALS; number += 1) {
      await session.sendSignal('number', `${number}`, { to });
    }
  })();
  const received = [];
  while (received.length < SIGNALS) received.push(Number(await until('number')));
  await sending;
  return received;
}

/**
 * The data of the next signal of a type from the other.
 *
 * @param {string} type
 */
async function until(type) {
  for (;;) {
    const { value } = await signals.next();
    if (value.type === type && value.connection !== session.connection) return value.data;
  }
}
