// Ends in the middle of what WHAT names, with status 7 and without closing anything.
import { NativeEngine } from '../../../dist/node/binary/native-engine.js';

const end = () => process.exit(7);
// Neither a capture nor a recording keeps a process alive.
setInterval(() => undefined, 1000);

const begin = { screen: captureScreen, sound: recordAndPlay };
await begin[process.env.WHAT]();

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
  const config = { iceServers: [], iceTransportPolicy: 'all', networks: 'loopback' };
  const sides = {};
  const observer = (other) => ({
    candidate: (candidate) => void sides[other].addIceCandidate(candidate).catch(() => undefined),
    connectionState: () => undefined,
    iceConnectionState: () => undefined,
    track: (track) => {
      let pieces = 0;
      engine.openAudioSink(track, () => {
        pieces += 1;
        if (pieces === 20) end();
      });
    },
  });
  sides.sender = engine.createPeerConnection(config, observer('receiver'));
  sides.receiver = engine.createPeerConnection(config, observer('sender'));
  const processing = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  sides.sender.addTrack(engine.createMicrophoneTrack(processing));
  const offer = await sides.sender.createOffer();
  await sides.sender.setLocalDescription(offer);
  await sides.receiver.setRemoteDescription(offer);
  const answer = await sides.receiver.createAnswer();
  await sides.receiver.setLocalDescription(answer);
  await sides.sender.setRemoteDescription(answer);
}
