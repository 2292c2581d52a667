import { launchChromium } from './helpers/chromium.js';
import { describePeer } from './helpers/peer-suite.js';

describePeer('Chromium', { launch: launchChromium, codecs: ['vp8', 'h264'] });
