/**
 * Negotiates calls in which one line of what the peer says was changed, and closes them once media had the time to flow.
 * Tells of each call before it is made, so that the last line names what ended the process.
 *
 * Arguments: `corpus`, or a side with how many of its changes make one that is tried: `answer 20`, and `answer 1` for all.
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

import { binding, config } from './call.mjs';

/** @typedef {'offer' | 'answer' | 'recvonly offer'} Side */
/** @typedef {(sdp: string) => string} Change */

const codecs = /** @type {const} */ (['vp8', 'vp9', 'h264', 'av1']);
const values = ['', '0', '1', '-1', '2147483647', '4294967295', 'x'.repeat(3000), 'holdconn'];
/** Calls that are open at once, so that each lasts long enough for its encoders to start. */
const openCalls = 24;

const engine = new binding.Engine();
const tracks = () => [
  new binding.TestPatternTrack(engine, { width: 64, height: 64, fps: 10 }),
  new binding.ToneTrack(engine, {
    sampleRate: 48_000,
    channels: 2,
    frequency: 440,
    amplitude: 0.5,
  }),
];
const shared = tracks();

/**
 * @param {Side} side
 * @param {typeof codecs[number]} codec
 * @param {Change} change
 */
async function call(side, codec, change) {
  /** @type {import('../../../binding.js').PeerConnectionListener} */
  const toB = (name, value) => {
    if (name === 'candidate') b.addIceCandidate(/** @type {any} */ (value)).catch(() => undefined);
  };
  /** @type {import('../../../binding.js').PeerConnectionListener} */
  const toA = (name, value) => {
    if (name === 'candidate') a.addIceCandidate(/** @type {any} */ (value)).catch(() => undefined);
  };
  const a = new binding.PeerConnection(engine, config, toB);
  const b = new binding.PeerConnection(engine, config, toA);
  for (const track of shared) a.addTrack(track, track.kind === 'video' ? { codecs: [codec] } : {});
  try {
    const offer = await a.createOffer();
    let sdp = offer.sdp;
    if (side === 'recvonly offer') sdp = sdp.replaceAll('a=sendonly', 'a=recvonly');
    if (side !== 'answer') sdp = change(sdp);
    await a.setLocalDescription(offer);
    await b.setRemoteDescription({ type: 'offer', sdp });
    if (side === 'recvonly offer') for (const track of shared) b.addTrack(track);
    const answer = await b.createAnswer();
    await b.setLocalDescription(answer);
    const answered = side === 'answer' ? change(answer.sdp) : answer.sdp;
    await a.setRemoteDescription({ type: 'answer', sdp: answered });
  } catch {
    // Rejecting is right, too.
  }
  return () => {
    a.close();
    b.close();
  };
}

/**
 * Every value of every line, with each of the values that it should not have.
 *
 * @param {string} sdp
 * @returns {{ what: string, change: Change }[]}
 */
function changesOf(sdp) {
  return sdp.split('\r\n').flatMap((line, at) => {
    const words = line.split(/([ :=;,/])/);
    /** @param {string} other */
    const instead = (other) => ({
      what: `line ${at}: ${other.slice(0, 200)}`,
      /** @param {string} text */
      change: (text) =>
        text
          .split('\r\n')
          .map((old, i) => (i === at ? other : old))
          .join('\r\n'),
    });
    const changed = words.flatMap((_, i) =>
      i < 2 || i % 2 === 1 ? [] : values.map((value) => words.with(i, value).join('')),
    );
    return [...changed, `${line}\r\n${line}`].map(instead);
  });
}

/** @type {(() => void)[]} */
const open = [];
let count = 0;
/**
 * @param {Side} side
 * @param {typeof codecs[number]} codec
 * @param {{ what: string, change: Change }} changed
 */
async function tryOne(side, codec, { what, change }) {
  console.log(`${side}, ${codec}, ${what}`);
  open.push(await call(side, codec, change));
  count += 1;
  if (open.length > openCalls) open.shift()?.();
}

const [what, every] = process.argv.slice(2);
if (what === 'corpus') {
  const corpus = JSON.parse(
    readFileSync(new URL('../corpus/hostile-lines.json', import.meta.url), 'utf8'),
  );
  for (const { side, find, replace } of corpus) {
    const pattern = new RegExp(find, 'g');
    await tryOne(side, 'vp8', {
      what: replace,
      change: (sdp) => sdp.replaceAll(pattern, replace),
    });
  }
} else {
  const side = /** @type {Side} */ (what);
  const a = new binding.PeerConnection(engine, config, () => undefined);
  for (const track of shared) a.addTrack(track);
  const { sdp } = await a.createOffer();
  a.close();
  const changes = changesOf(sdp);
  for (let i = 0; i < changes.length; i += 1) {
    const codec = codecs[i % codecs.length] ?? 'vp8';
    const changed = changes[i];
    if (i % Number(every) === 0 && changed) await tryOne(side, codec, changed);
  }
}
await sleep(1000);
for (const close of open) close();
engine.close();
console.log(`survived ${count}`);
