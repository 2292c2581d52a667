import { launchFirefox } from './helpers/firefox.js';
import { describePeer } from './helpers/peer-suite.js';

// Firefox takes H264 from a plug-in that it downloads, which a test cannot.
describePeer('Firefox ESR', { launch: launchFirefox, codecs: ['vp8'], missingCodecs: ['h264'] });
