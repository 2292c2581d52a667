/// <reference lib="dom" />
import wrtc from '@roamhq/wrtc';
import { CandidateLane, negotiate } from './negotiate.mjs';
import { height, width } from './picture.mjs';

const { RTCPeerConnection, nonstandard } = wrtc;

/**
 * It gathers no candidates on the loopback interface: the machine needs another one, though nothing leaves the machine.
 *
 * @type {import('./call.mjs').OpenCall}
 */
export async function openCall({ onFrame }) {
  const [sender, receiver] = [new RTCPeerConnection(), new RTCPeerConnection()];
  const lanes = { toSender: new CandidateLane(), toReceiver: new CandidateLane() };
  sender.onicecandidate = ({ candidate }) => candidate && lanes.toReceiver.send(candidate);
  receiver.onicecandidate = ({ candidate }) => candidate && lanes.toSender.send(candidate);
  /** @type {InstanceType<typeof nonstandard.RTCVideoSink> | undefined} */
  let sink;
  receiver.ontrack = ({ track }) => {
    sink = new nonstandard.RTCVideoSink(track);
    sink.onframe = (/** @type {{ frame: { data: Uint8Array, width: number } }} */ { frame }) =>
      onFrame(frame.data, frame.width);
  };
  const source = new nonstandard.RTCVideoSource();
  const track = source.createTrack();
  // Of the codecs it has, VP8 is the one it prefers.
  sender.addTrack(track);
  await negotiate(sender, receiver, lanes);
  return {
    push: (data) => source.onFrame({ width, height, data }),
    close: () => {
      sink?.stop();
      track.stop();
      sender.close();
      receiver.close();
    },
  };
}
