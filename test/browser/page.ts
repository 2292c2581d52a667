import { createBrowserNetwork } from '../../lib/browser/browser-network.js';
import { SessionPeer } from './session-peer.js';

/** What a test calls in the page. */
const peer = new SessionPeer({
  rtc: globalThis,
  signaling: createBrowserNetwork(),
  async capture() {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
      video: { width: 640, height: 480 },
    });
    return stream.getTracks();
  },
  consume(track) {
    const element = document.createElement(track.kind === 'video' ? 'video' : 'audio');
    element.srcObject = new MediaStream([track]);
    document.body.append(element);
    void element.play();
  },
});

Object.assign(globalThis, { peer });
