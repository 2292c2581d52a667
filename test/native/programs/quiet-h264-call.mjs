/**
 * The same with H264, whose libraries write to the process's output on their own.
 *
 * @import { RemoteTrack } from '../../../binding.js'
 * @import { IceCandidate } from '../../../dist/media/engine.js'
 */
import { binding, config, negotiate } from './call.mjs';

const engine = new binding.Engine();
/** @type {InstanceType<typeof binding.PeerConnection>} */
const receiver = new binding.PeerConnection(engine, config, (name, payload) => {
  if (name === 'candidate') exchange(sender, payload);
  if (name === 'track') {
    new binding.VideoSink(/** @type {RemoteTrack} */ (payload), () => engine.close());
  }
});
/** @type {InstanceType<typeof binding.PeerConnection>} */
const sender = new binding.PeerConnection(engine, config, (name, payload) => {
  if (name === 'candidate') exchange(receiver, payload);
});

/** @type {(to: InstanceType<typeof binding.PeerConnection>, candidate: unknown) => void} */
function exchange(to, candidate) {
  void to.addIceCandidate(/** @type {IceCandidate} */ (candidate)).catch(() => undefined);
}

const track = new binding.TestPatternTrack(engine, { width: 320, height: 240, fps: 30 });
sender.addTrack(track, { codecs: ['h264'] });
await negotiate(sender, receiver);
