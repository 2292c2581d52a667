// Ends in the middle of what WHAT names, with status 7 and without closing anything.
import { NativeEngine } from '../../../dist/node/binary/native-engine.js';

const end = () => process.exit(7);
// Neither a capture nor a recording keeps a process alive.
setInterval(() => undefined, 1000);

const begin = { screen: captureScreen, sound: recordAndPlay };
await begin[/** @type {keyof typeof begin} */ (process.env.WHAT)]();

async function captureScreen() {
  const engine = new NativeEngine();
  const [screen] = await engine.listScreens();
  const options = { screenId: screen.id, fps: 60, cursor: true, screencast: true };
  const track = engine.createScreenTrack(options, { resized: () => undefined, ended: end });
  let frames = 0;
  engine.openVideoSink(track, () => {
    frames += 1;
    if (frames === 3) end();
  });
}

/** A call in which the receiver plays what the sender records; both are the same engine. */
async function recordAndPlay() {
  const engine = new NativeEngine({ audio: 'platform' });
  /** @type {import('../../../dist/media/engine.js').PeerConnectionConfig} */
  const config = { iceServers: [], iceTransportPolicy: 'all', networks: 'loopback' };
  /**
   * @param {() => import('../../../dist/media/engine.js').PeerConnection} other
   * @returns {import('../../../dist/media/engine.js').PeerConnectionObserver}
   */
  const observer = (other) => ({
    candidate: (candidate) =>
      void other()
        .addIceCandidate(candidate)
        .catch(() => undefined),
    connectionState: () => undefined,
    iceConnectionState: () => undefined,
    track: (track) => {
      let chunks = 0;
      engine.openAudioSink(track, () => {
        chunks += 1;
        if (chunks === 20) end();
      });
    },
  });
  /** @type {import('../../../dist/media/engine.js').PeerConnection} */
  const sender = engine.createPeerConnection(
    config,
    observer(() => receiver),
  );
  /** @type {import('../../../dist/media/engine.js').PeerConnection} */
  const receiver = engine.createPeerConnection(
    config,
    observer(() => sender),
  );
  const processing = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  sender.addTrack(engine.createMicrophoneTrack(processing));
  const offer = await sender.createOffer();
  await sender.setLocalDescription(offer);
  await receiver.setRemoteDescription(offer);
  const answer = await receiver.createAnswer();
  await receiver.setLocalDescription(answer);
  await sender.setRemoteDescription(answer);
}
