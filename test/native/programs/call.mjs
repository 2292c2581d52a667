// What snippets of runChild() find in scope, as plain JavaScript over the binary itself.
'use strict';

const process = require('node:process');
const { Worker } = require('node:worker_threads');

const binding = require(process.env.WEBRTC_SESSION_BINARY);
// As lib/node/binary/load-binding.ts does.
process.once('exit', () => binding.shutdown());

const config = { iceServers: [], iceTransportPolicy: 'all', networks: 'loopback' };

/** Starts a call with a picture and a tone; `onEvent(side, name, payload)` hears everything. */
function connect(engine, onEvent = () => undefined) {
  const sides = {};
  const listen = (side, other) => (name, payload) => {
    if (name === 'candidate') void sides[other].addIceCandidate(payload).catch(() => undefined);
    onEvent(side, name, payload);
  };
  sides.a = new binding.PeerConnection(engine, config, listen('a', 'b'));
  sides.b = new binding.PeerConnection(engine, config, listen('b', 'a'));
  sides.a.addTrack(new binding.TestPatternTrack(engine, { width: 320, height: 240, fps: 30 }));
  const tone = { sampleRate: 48000, channels: 1, frequency: 440, amplitude: 0.5 };
  sides.a.addTrack(new binding.ToneTrack(engine, tone));
  const negotiated = (async () => {
    const offer = await sides.a.createOffer();
    await sides.a.setLocalDescription(offer);
    await sides.b.setRemoteDescription(offer);
    const answer = await sides.b.createAnswer();
    await sides.b.setLocalDescription(answer);
    await sides.a.setRemoteDescription(answer);
  })();
  return { ...sides, negotiated };
}

/** A worker that runs a snippet with the same names in scope, and `parentPort`. */
function snippetWorker(snippet) {
  const names = Object.keys(module.exports).join(', ');
  return new Worker(
    `const { parentPort } = require('node:worker_threads');
     const { ${names} } = require(${JSON.stringify(module.filename)});
     ${snippet}`,
    { eval: true },
  );
}

module.exports = { binding, config, connect, snippetWorker };
