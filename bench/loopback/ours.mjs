import { NativeEngine } from '../../dist/node/binary/native-engine.js';
import { CandidateLane, negotiate } from './negotiate.mjs';
import { height, width } from './picture.mjs';

/** @type {import('./call.mjs').OpenCall} */
export async function openCall({ lowLatency, codec = 'vp8', onFrame }) {
  const engine = new NativeEngine({ lowLatency });
  const lanes = { toSender: new CandidateLane(), toReceiver: new CandidateLane() };
  let pixels = new Uint8Array();
  /**
   * @param {CandidateLane<any>} lane
   * @param {(track: import('../../dist/media/engine.js').RemoteTrack) => void} onTrack
   */
  const connect = (lane, onTrack) =>
    engine.createPeerConnection(
      { iceServers: [], iceTransportPolicy: 'all', networks: 'loopback' },
      {
        candidate: (candidate) => lane.send(candidate),
        connectionState: () => undefined,
        iceConnectionState: () => undefined,
        track: onTrack,
      },
    );
  const sender = connect(lanes.toReceiver, () => undefined);
  const receiver = connect(lanes.toSender, (track) => {
    engine.openVideoSink(track, (frame) => {
      const bytes = frame.byteLength('i420');
      if (pixels.length !== bytes) pixels = new Uint8Array(bytes);
      frame.copyTo(pixels, 'i420');
      onFrame(pixels, frame.width);
    });
  });
  const track = engine.createVideoTrack();
  sender.addTrack(track, { codecs: [codec] });
  await negotiate(sender, receiver, lanes);
  return {
    push: (data) => track.push({ format: 'i420', width, height, data }),
    close: () => engine.close(),
  };
}
