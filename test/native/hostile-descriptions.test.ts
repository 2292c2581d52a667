import { expect, test } from 'vitest';

import { runChild } from './helpers/child.js';

test(
  'damaged descriptions and candidates never end the process',
  { timeout: 300_000 },
  async () => {
    const { code, signal, stdout, stderr } = await runChild(fuzz, { timeoutMs: 280_000 });
    expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' });
    expect(stdout).toMatch(/^rejected \d+ of 300\n$/);
  },
);

/** Damages a real offer line by line, the same way each time, and feeds it to connections. */
const fuzz = `
  let seed = 42;
  const random = (below) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed % below;
  };
  const rubbish = ['', '0', '-1', '4294967296', '99999999999999999999', 'x'.repeat(5000), '\\u0000', '*', '/', ':'];
  const damage = (text) => {
    const lines = text.split('\\r\\n');
    for (let i = 0; i <= random(4); i++) {
      const at = random(lines.length);
      const words = lines[at].split(/([ :=/;])/);
      const kind = random(5);
      if (kind === 0) lines.splice(at, 1);
      else if (kind === 1) lines.splice(at, 0, lines[random(lines.length)]);
      else if (kind === 2) lines[at] = lines[at].slice(0, random(lines[at].length + 1));
      else { words[random(words.length)] = rubbish[random(rubbish.length)]; lines[at] = words.join(''); }
    }
    return lines.join('\\r\\n');
  };
  (async () => {
    const engine = new binding.Engine();
    const source = new binding.PeerConnection(engine, config, () => undefined);
    source.addTrack(new binding.TestPatternTrack(engine, { width: 64, height: 64, fps: 5 }));
    source.addTrack(new binding.ToneTrack(engine, { sampleRate: 48000, channels: 2, frequency: 440, amplitude: 0.5 }));
    const offer = await source.createOffer();
    const candidate = 'candidate:1 1 udp 2122260223 127.0.0.1 50000 typ host generation 0 ufrag abcd';
    let rejected = 0;
    for (let i = 0; i < 300; i++) {
      const target = new binding.PeerConnection(engine, config, () => undefined);
      try {
        await target.setRemoteDescription({ type: 'offer', sdp: damage(offer.sdp) });
        await target.addIceCandidate({ candidate: damage(candidate), sdpMid: '0', sdpMLineIndex: 0 }).catch(() => undefined);
        await target.setLocalDescription(await target.createAnswer());
      } catch { rejected++; }
      target.close();
    }
    console.log('rejected ' + rejected + ' of 300');
    engine.close();
  })();
`;
