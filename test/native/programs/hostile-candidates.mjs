/** One connection is given candidates that should cost nothing; tells what they did cost. */
import { readdirSync } from 'node:fs';
import { platform } from 'node:process';
import { binding, config, connect, negotiate } from './call.mjs';

const engine = new binding.Engine();
let frames = 0;
const { negotiated } = connect(engine, {
  onTrack: (track) => {
    if (track.kind === 'video') new binding.VideoSink(track, () => (frames += 1));
  },
});
await negotiated;
/** @param {number} count */
const untilFrames = async (count) => {
  const target = frames + count;
  const start = performance.now();
  while (frames < target) await new Promise((resolve) => setTimeout(resolve, 5));
  return performance.now() - start;
};
await untilFrames(10);

const peer = new binding.PeerConnection(engine, config, () => undefined);
const victim = new binding.PeerConnection(engine, config, () => undefined);
victim.addTrack(new binding.TestPatternTrack(engine, { width: 64, height: 64, fps: 5 }));
await negotiate(victim, peer);

/** @param {string} address */
const add = (address, port = 9) =>
  victim
    .addIceCandidate({
      candidate: `candidate:1 1 udp 2122260223 ${address} ${port} typ host`,
      sdpMid: '0',
      sdpMLineIndex: 0,
    })
    .then(
      () => 'taken',
      (/** @type {Error} */ error) => `${error.name}: ${error.message}`,
    );
// Under Wine /proc is that of another process.
const threads = () => (platform === 'linux' ? readdirSync('/proc/self/task').length : 0);

const before = threads();
let more = 0;
const sampling = setInterval(() => (more = Math.max(more, threads() - before)), 1);
const names = await Promise.all(
  Array.from({ length: 300 }, (_, i) => add(`name-${i}.hostile.invalid`)),
);
await untilFrames(10);
clearInterval(sampling);
const hidden = await add('0b1f1a2c-0000-4000-8000-000000000000.local');
const many = await Promise.all(Array.from({ length: 1000 }, (_, i) => add('127.0.0.1', i + 1)));
const stalledMs = await untilFrames(10);
console.log(
  JSON.stringify({
    names: [...new Set(names)],
    more,
    hidden,
    taken: many.filter((outcome) => outcome === 'taken').length,
    rejected: [...new Set(many.filter((outcome) => outcome !== 'taken'))],
    stalledMs,
  }),
);
engine.close();
