/** Damages a real offer line by line, the same way each time, and feeds it to connections. */
import { binding, config } from './call.mjs';

let seed = 42;
/** @param {number} below */
const random = (below) => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed % below;
};

const long = 'x'.repeat(5000);
const rubbish = [
  '',
  '0',
  '-1',
  '4294967296',
  '99999999999999999999',
  long,
  '\u0000',
  '*',
  '/',
  ':',
];

/** @param {string} text */
function damage(text) {
  const lines = text.split('\r\n');
  for (let i = 0; i <= random(4); i += 1) {
    const at = random(lines.length);
    const line = lines[at] ?? '';
    const words = line.split(/([ :=/;])/);
    const kind = random(5);
    if (kind === 0) lines.splice(at, 1);
    else if (kind === 1) lines.splice(at, 0, lines[random(lines.length)] ?? '');
    else if (kind === 2) lines[at] = line.slice(0, random(line.length + 1));
    else {
      words[random(words.length)] = rubbish[random(rubbish.length)] ?? '';
      lines[at] = words.join('');
    }
  }
  return lines.join('\r\n');
}

const engine = new binding.Engine();
const source = new binding.PeerConnection(engine, config, () => undefined);
source.addTrack(new binding.TestPatternTrack(engine, { width: 64, height: 64, fps: 5 }));
source.addTrack(
  new binding.ToneTrack(engine, {
    sampleRate: 48_000,
    channels: 2,
    frequency: 440,
    amplitude: 0.5,
  }),
);
const offer = await source.createOffer();
const candidate = 'candidate:1 1 udp 2122260223 127.0.0.1 50000 typ host generation 0 ufrag abcd';
let rejected = 0;
for (let i = 0; i < 300; i += 1) {
  const target = new binding.PeerConnection(engine, config, () => undefined);
  try {
    await target.setRemoteDescription({ type: 'offer', sdp: damage(offer.sdp) });
    await target
      .addIceCandidate({ candidate: damage(candidate), sdpMid: '0', sdpMLineIndex: 0 })
      .catch(() => undefined);
    await target.setLocalDescription(await target.createAnswer());
  } catch {
    rejected += 1;
  }
  target.close();
}
console.log(`rejected ${rejected} of 300`);
engine.close();
