import { launchWrtc } from './helpers/wrtc.js';
import { describePeer } from './helpers/peer-suite.js';

// It does not gather candidates on loopback, and H264 is not in its build.
describePeer('@roamhq/wrtc', {
  launch: launchWrtc,
  codecs: ['vp8'],
  missingCodecs: ['h264'],
  networks: 'all',
});
